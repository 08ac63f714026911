import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toOriginal } from "./span.ts";
import { foldTypography } from "./typography.ts";

describe("folded typography", () => {
  it.each([
    ["“Don’t” – she said…", '"don\'t" - she said...'],
    ["a\u00a0b\u2009c\n\n d", "a b c d"],
    ["soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"],
    ["«Oui»", '"oui"'],
    ["−5 — 10‑12", "-5 - 10-12"],
    ["ÉCOLE", "école"],
  ])("of %j is %j", (text, folded) => {
    expect(foldTypography(text).text).toBe(folded);
  });

  it("leads back to the text", () => {
    const text = "He said: “It’s…  late”.";
    const folded = foldTypography(text);
    const start = folded.text.indexOf("it's...");
    const span = toOriginal(folded, { start, end: start + 7 });
    expect(text.slice(span.start, span.end)).toBe("It’s…");
  });

  it("keeps rising positions, whatever the text", () => {
    const character = fc.constantFrom("\ud83d", "\ude42", "\u00ad", "\u200b", "İ", "ß", "…", "”", "—", " ", "\n", "A", "b", "´");
    fc.assert(
      fc.property(fc.array(character, { maxLength: 60 }), (characters) => {
        const text = characters.join("");
        const { text: folded, at } = foldTypography(text);
        return at.length === folded.length + 1 && at.every((position, index) => index === 0 || position >= (at[index - 1] ?? 0));
      }),
    );
  });
});
