import { describe, expect, it } from "vitest";
import { stem } from "./english/stem.ts";
import { createLexicon, words } from "./words.ts";

describe("stems", () => {
  it.each([
    ["consign consigned consigning consignment", "consign"],
    ["run running runs", "run"],
    ["relational relate", "relat"],
    ["hop hopped hopping", "hop"],
    ["hope hoping hoped hopes", "hope"],
    ["nation nations", "nation"],
    ["happy happily", "happi happili"],
    ["store stores stored storing", "store"],
    ["study studies studied", "studi"],
    ["tie tied ties", "tie"],
    ["cry cries", "cri"],
    ["by say", "by say"],
    ["general generally generate generated", "general generat"],
    ["communication communicate", "communic"],
    ["hopeful hopefulness hopefully", "hope"],
    ["electricity electrical electric", "electr"],
    ["restoration restore", "restor"],
    ["succeed proceed exceed", "succeed proceed exceed"],
    ["skies dying news early", "sky die news earli"],
    ["agreed feed", "agre feed"],
    ["kneel kneeling", "kneel"],
    ["controlling control", "control"],
    ["yearly year years", "year"],
  ])("bring %s together", (forms, expected) => {
    expect([...new Set(forms.split(" ").map(stem))].toSorted()).toEqual(expected.split(" ").toSorted());
  });

  it("leave alone what is no English word", () => {
    expect(stem("größe")).toBe("größe");
    expect(stem("v2")).toBe("v2");
    expect(stem("is")).toBe("is");
    expect(stem("a".repeat(100))).toBe("a".repeat(100));
  });
});

describe("words", () => {
  it("keep inner marks and their places", () => {
    const text = "It’s a well-known 3.5 GHz chip, isn't it?";
    expect(words(text).map((word) => word.text)).toEqual(["It’s", "a", "well-known", "3.5", "GHz", "chip", "isn't", "it"]);
    for (const word of words(text)) expect(text.slice(word.start, word.end)).toBe(word.text);
  });
});

describe("a lexicon", () => {
  it("reduces a text to what it is about", () => {
    expect(createLexicon().terms("The bakers' well-known ovens aren't using 35 % of the state's energy.")).toEqual([
      "baker",
      "well",
      "known",
      "oven",
      "state",
      "energi",
    ]);
  });

  it("compares what differs in form only", () => {
    const lexicon = createLexicon();
    expect(lexicon.terms("Restored backups")).toEqual(lexicon.terms("restoring a backup"));
  });
});
