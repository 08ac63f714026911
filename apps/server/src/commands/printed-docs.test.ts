import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { variables } from "../config/variables.ts";
import { compareDocs, printDocs, writeDocs } from "./printed-docs.ts";
import { printTroubles, troubles } from "./troubles.ts";

describe("printed documents", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "cofounder-docs-"))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const docs = printDocs("1.2.3");

  it("are those for configuration, troubles and the API", () => {
    expect(Object.keys(docs)).toEqual(["docs/api/openapi.json", "docs/configuration.md", "docs/troubleshooting.md"]);
    expect(JSON.parse(docs["docs/api/openapi.json"] ?? "")).toMatchObject({ openapi: "3.1.0", info: { version: "1.2.3" } });
    expect(docs["docs/configuration.md"]).toContain("| `DATA_DIR` |");
  });

  it("differ until they are written, and again once somebody edits one", () => {
    expect(compareDocs(root, docs)).toHaveLength(3);
    expect(writeDocs(root, docs)).toHaveLength(3);
    expect(compareDocs(root, docs)).toEqual([]);
    writeFileSync(join(root, "docs/configuration.md"), "# By hand\n");
    expect(compareDocs(root, docs)).toEqual(["docs/configuration.md"]);
  });

  it("are the same however often they are printed", () => {
    expect(printDocs("1.2.3")).toEqual(docs);
  });
});

describe("the catalogue of troubles", () => {
  const text = printTroubles();

  it("has a section for each, with what is seen, why, and what to do", () => {
    for (const { title, seen, mend } of Object.values(troubles)) {
      expect(text).toContain(`\n## ${title}\n`);
      expect(seen.length * mend.length).toBeGreaterThan(0);
    }
    expect(new Set(Object.values(troubles).map(({ title }) => title)).size).toBe(Object.keys(troubles).length);
  });

  it("covers every part that health tells of", () => {
    for (const part of ["database", "engine", "storage", "vector_search"]) expect(text).toContain(`\`components.${part}\``);
  });

  it("has the sections to which the command line's doctor sends people", () => {
    const doctor = readFileSync(new URL("../../../cli/src/commands/doctor.ts", import.meta.url), "utf8");
    const cited = [...doctor.matchAll(/docs\/troubleshooting\.md: ([^"]+)"/g)].map(([, title]) => title);
    expect(cited).toHaveLength(3);
    for (const title of cited) expect(text).toContain(`\n## ${title}\n`);
  });

  it("names no variable that there is not", () => {
    const outside = new Set(["HTTPS_PROXY"]);
    const named = [...text.matchAll(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g)].map(([name]) => name).filter((name) => !outside.has(name));
    expect(named.filter((name) => !(name in variables))).toEqual([]);
  });
});
