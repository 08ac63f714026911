import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "../text/plain-text.ts";
import { escapeMarkdown, formatFootnote, needsEscaping, readFootnotes } from "./footnotes.ts";

describe("footnotes", () => {
  it("are written and read again", () => {
    const markdown = [
      "Text.[^1][^2][^3]",
      "",
      formatFootnote({ note: 1, title: "The *Guide*, part 2", url: "https://example.org/a,b", quote: "It works." }),
      formatFootnote({ note: 2, title: "No address", quote: "It “works”." }),
      "[^3]: A note of another kind.",
    ].join("\n");
    expect(readFootnotes(markdown)).toMatchObject([
      { note: "1", title: "The *Guide*, part 2", url: "https://example.org/a,b", quote: "It works." },
      { note: "2", title: "No address", quote: "It “works”." },
      { note: "3", title: "A note of another kind." },
    ]);
    for (const { start, end, note } of readFootnotes(markdown)) expect(markdown.slice(start, end)).not.toContain(`[^${note}]`);
  });

  it("leave out a quote that Markdown would change, and an address that is none", () => {
    expect(formatFootnote({ note: 1, title: "Guide", url: "javascript:alert(1)", quote: "Use *stars*." })).toBe("[^1]: Guide");
    expect(formatFootnote({ note: 1, title: "Guide", url: "https://example.org/a)b(", quote: "Fine." })).toBe("[^1]: Guide — “Fine.”");
  });

  it("keep any title", () => {
    const character = fc.constantFrom("a", "B", "*", "_", "[", "]", "`", "<", ">", "\\", "~", "|", "#", "&", " ", "—", "“", "é");
    fc.assert(
      fc.property(fc.array(character, { minLength: 1, maxLength: 20 }), (characters) => {
        const title = `T${characters.join("")}t`.replaceAll(/\s+/g, " ");
        const [read] = readFootnotes(formatFootnote({ note: 7, title, url: "https://example.org/x", quote: "It works." }));
        return title.includes(" — “") || read?.title === title;
      }),
    );
  });
});

describe("names set into Markdown", () => {
  it("read as they are", () => {
    const name = "A *b* _c_ [d](e) `f` <g> & # h | i ~ j \\ k";
    expect(plainText(escapeMarkdown(name)).text).toBe(name);
  });
});

describe("a stretch of text", () => {
  it.each([
    "Plain words, “quoted” (and bracketed) — 5 % of $3.",
    "See https://example.org/a-b.",
    "snake_case_name & co",
    "one\ntwo words",
    "5 + 3 = 8, #1",
  ])("needs no escaping: %j", (text) => {
    expect(needsEscaping(text)).toBe(false);
  });

  it.each(["a *b*", "_a_", "`a`", "<a", "a > b", "[1]", "a | b", "~5", "&amp;", "\\", "one\n- two", "one\n1. two", "one\n# two", "one\n\ntwo"])(
    "would be changed: %j",
    (text) => {
      expect(needsEscaping(text)).toBe(true);
    },
  );
});
