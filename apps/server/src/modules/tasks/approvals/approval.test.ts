import type { Problem } from "@cofounder/contracts";
import { isAppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { applyEdited, assertNoBlocking, uncovered } from "./approval.ts";

const blocking: Problem = { rule: "coverage", severity: "blocking", start: 10, end: 20, message: "This claim has no evidence." };
const warning: Problem = { ...blocking, rule: "readability", severity: "warning" };
const override = { rule: "coverage", start: 10, end: 20, reason: "I measured it myself." };

describe("blocking problems", () => {
  it("are covered by an override of the same rule and span only", () => {
    expect(uncovered({ problems: [blocking, warning] }, [override])).toEqual([]);
    expect(uncovered({ problems: [blocking] }, [{ ...override, start: 11 }])).toEqual([blocking]);
    expect(uncovered({ problems: [blocking] }, [{ ...override, rule: "duplicates" }])).toEqual([blocking]);
  });

  it("stop an approval, and are told with it", () => {
    try {
      assertNoBlocking({ problems: [blocking, warning] }, []);
      expect.unreachable();
    } catch (error) {
      if (!isAppError(error, "conflict")) throw error;
      expect(error.details.reason).toBe("blocking_problems");
      expect(error.details.extra).toEqual({ problems: [blocking] });
    }
  });

  it("warnings stop nothing", () => {
    expect(() => assertNoBlocking({ problems: [warning] }, [])).not.toThrow();
  });
});

it("an edit replaces what it names and leaves the rest", () => {
  const preview = { title: "T", slug: "t", excerpt: "", content: "Old.", html: "", category: null, tags: ["a"] };
  expect(applyEdited(preview, { content: "New.", tags: [] })).toEqual({ ...preview, content: "New.", tags: [] });
});
