import type { CheckReport, Problem } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import { ctxOf, testClock } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import type { TextToCheck } from "../deps.ts";
import { noEvidence } from "./clearance.ts";
import { clearText } from "./clear-text.ts";

const editor = ctxOf("editor");
const source = { source_id: "s1", title: "Study", url: null, sha256: "ab", fetched_at: "2026-02-01T00:00:00.000Z" };
const text = { postId: "p", taskId: "t", kind: "article" as const, title: "Title", content: "Ovens save 40 %." };
const problem: Problem = { rule: "coverage", severity: "blocking", start: 0, end: 16, message: "No source says this." };
const claim = { text: text.content, start: 0, end: 16, verdict: "unsupported" as const };
const report: CheckReport = {
  claims: [{ ...claim, defects: [], evidence: [] }],
  problems: [],
  rails: [],
  coverage: 0.5,
  quality: { score: 1, rubric: "1" },
};

function depsWith(checkPost: (text: TextToCheck) => Promise<CheckReport>, names = new Map<string, string>()) {
  return { clock: testClock(), checkPost: (_ctx: unknown, given: TextToCheck) => checkPost(given), namesOf: () => Promise.resolve(names) };
}

describe("a text that shall be public", () => {
  it("is checked against the sources it keeps, and rests on what the check found", async () => {
    const seen: TextToCheck[] = [];
    const deps = depsWith((given) => {
      seen.push(given);
      return Promise.resolve(report);
    });
    const cleared = await clearText(deps, editor, { text, known: { ...noEvidence, sources: [source] }, overrides: undefined });
    expect(seen).toEqual([{ ...text, sourceIds: ["s1"] }]);
    expect(cleared).toEqual({ claims: [{ claim, citations: [] }], coverage: 0.5, sources: [source], signatures: [] });
  });

  it("keeps the claims that were approved with it", async () => {
    const known = { claims: [], coverage: 1, sources: [source], signatures: [] };
    expect(
      await clearText(
        depsWith(() => Promise.resolve(report)),
        editor,
        { text, known, overrides: [] },
      ),
    ).toEqual(known);
  });

  it("is signed by name, or as an editor where the person has none", async () => {
    const deps = (names: Map<string, string>) => depsWith(() => Promise.resolve({ ...report, problems: [problem] }), names);
    const ask = { text, known: noEvidence, overrides: [{ rule: "coverage", start: 0, end: 16, reason: "Measured" }] };
    expect((await clearText(deps(new Map([[editor.actor.id, "Ada"]])), editor, ask)).signatures).toMatchObject([
      { signed_by: "Ada", text: text.content },
    ]);
    expect((await clearText(deps(new Map()), editor, ask)).signatures).toMatchObject([{ signed_by: "An editor" }]);
  });

  it("does not become public when it cannot be checked, or when no person asks", async () => {
    const gone = new AppError("unavailable", "The check is not there.");
    await expect(
      clearText(
        depsWith(() => Promise.reject(gone)),
        editor,
        { text, known: noEvidence, overrides: [] },
      ),
    ).rejects.toBe(gone);
    const system = { ...editor, actor: { kind: "system" as const, id: "engine", onBehalfOf: editor.actor.id } };
    const unasked = depsWith(() => Promise.reject(new Error("It was checked.")));
    await expect(clearText(unasked, system, { text, known: noEvidence, overrides: [] })).rejects.toMatchObject({ code: "forbidden" });
  });
});
