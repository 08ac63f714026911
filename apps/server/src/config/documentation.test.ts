import { describe, expect, it } from "vitest";
import { printConfigurationDocs } from "./documentation.ts";
import { aliases, withoutEffect } from "./other-names.ts";
import { variables } from "./variables.ts";

describe("the printed configuration", () => {
  const docs = printConfigurationDocs();

  it("has one row for every variable and every older name", () => {
    for (const name of [...Object.keys(variables), ...Object.keys(aliases)])
      expect(docs.split("\n").filter((line) => line.startsWith(`| \`${name}\` |`))).toHaveLength(1);
  });

  it("lists what has no effect, and nothing twice", () => {
    for (const name of withoutEffect) expect(docs).toContain(`\`${name}\``);
    expect(new Set(withoutEffect).size).toBe(withoutEffect.length);
    expect(withoutEffect.filter((name) => name in variables || name in aliases)).toEqual([]);
  });

  it("keeps its tables whole", () => {
    for (const line of docs.split("\n").filter((text) => text.startsWith("| `")))
      expect([2, 3]).toContain(line.replaceAll(String.raw`\|`, "").split("|").length - 2);
  });
});
