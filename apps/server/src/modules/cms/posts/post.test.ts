import { AppError, uuidv7 } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { assertMatches, assertMove, assertNotArchived, assertStorable, etagOf, excerptOf, readingMinutes, timeOfWrite } from "./post.ts";

const post = { id: uuidv7(), revision: 3, status: "draft" as const, updatedAt: new Date("2026-03-01T09:00:00.000Z") };

function caught(work: () => void): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("Nothing was refused.");
}

describe("the moves of a post", () => {
  it("that are not allowed are refused with those that are", () => {
    expect(caught(() => assertMove("published", "publish"))).toMatchObject({ code: "conflict", details: { allowed: ["unpublish", "archive"] } });
    expect(caught(() => assertMove("draft", "unpublish"))).toMatchObject({ code: "conflict", details: { allowed: ["publish", "archive"] } });
    expect(caught(() => assertMove("archived", "publish")).message).toBe("The post is archived: it cannot be published. Allowed from here: restore.");
    expect(caught(() => assertNotArchived("archived")).details.allowed).toEqual(["restore"]);
  });

  it("that are allowed pass", () => {
    expect(() => assertMove("draft", "publish")).not.toThrow();
    expect(() => assertMove("published", "unpublish")).not.toThrow();
    expect(() => assertNotArchived("draft")).not.toThrow();
  });
});

describe("If-Match", () => {
  const etag = etagOf(post);

  it.each([undefined, "*", etag, `W/${etag}`, `"other", ${etag}`])("%s lets the write pass", (ifMatch) => {
    expect(() => assertMatches(post, ifMatch)).not.toThrow();
  });

  it.each(['"other"', "", etag.slice(1, -1)])("%j is stale, and the current tag is told", (ifMatch) => {
    expect(caught(() => assertMatches(post, ifMatch))).toMatchObject({ code: "stale", details: { etag } });
  });

  it("knows every change: of the text, of the state, and of what stands beside", () => {
    const others = [
      { ...post, revision: 4 },
      { ...post, status: "published" as const },
      { ...post, updatedAt: new Date("2026-03-01T09:00:00.001Z") },
    ];
    for (const other of others) expect(etagOf(other)).not.toBe(etag);
  });
});

it("each write has a later time than the one before it, also within one millisecond", () => {
  const now = new Date("2026-03-01T09:00:00.000Z");
  expect(timeOfWrite(now, new Date("2026-02-01T00:00:00.000Z"))).toEqual(now);
  expect(timeOfWrite(now, now)).toEqual(new Date("2026-03-01T09:00:00.001Z"));
  expect(timeOfWrite(now, new Date("2026-03-01T09:00:05.000Z"))).toEqual(new Date("2026-03-01T09:00:05.001Z"));
});

it("reading takes a minute for each 220 words begun", () => {
  expect([0, 1, 220, 221, 2200].map(readingMinutes)).toEqual([1, 1, 1, 2, 10]);
});

it("an excerpt is the first paragraph, cut between words", () => {
  expect(excerptOf("Short.")).toBe("Short.");
  const cut = excerptOf("word, ".repeat(50));
  expect(cut.length).toBeLessThanOrEqual(200);
  expect(cut).toMatch(/word…$/);
  expect(excerptOf("a".repeat(300))).toHaveLength(200);
});

it("text with a NUL character is refused with the name of its field", () => {
  expect(caught(() => assertStorable({ title: "a", tags: ["b", "c\0"] })).details.issues).toMatchObject([{ loc: ["body", "tags"] }]);
  expect(() => assertStorable({ title: "a", excerpt: undefined, category: null, tags: [] })).not.toThrow();
});
