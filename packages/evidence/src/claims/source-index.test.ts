import { describe, expect, it } from "vitest";
import { createLexicon } from "../text/words.ts";
import { indexSources } from "./source-index.ts";

const lexicon = createLexicon();
const sources = [
  { id: "a", text: "# Boats\n\nThe *electric* boats use less energy.[^1] Nobody minds.\n\n```\ncode about boats.\n```" },
  { id: "b", text: "Varn built the pier. The pier of Varn is long.\n\n> Old boats rot." },
];
const index = indexSources(sources, lexicon);

describe("an index of sources", () => {
  it("holds their sentences with their places in the texts, code left out", () => {
    expect(index.sentences.map((sentence) => sentence.plain)).toEqual([
      "Boats",
      "The electric boats use less energy.",
      "Nobody minds.",
      "Varn built the pier.",
      "The pier of Varn is long.",
      "Old boats rot.",
    ]);
    for (const { source, start, end, plain } of index.sentences) {
      expect(sources[source]?.text.slice(start, end).replaceAll("*", "")).toBe(plain);
    }
  });

  it("finds what shares most words, best first", () => {
    const found = index.nearest(new Set(lexicon.terms("electric boats and their energy")), 2);
    expect(found.map((sentence) => sentence.plain)).toEqual(["The electric boats use less energy.", "Boats"]);
    expect(index.nearest(new Set(["unheard"]), 3)).toEqual([]);
    expect(index.nearest(new Set(lexicon.terms("pier")), 5)).toHaveLength(2);
  });

  it("weighs rare terms more", () => {
    expect(index.idf("electr")).toBeGreaterThan(index.idf("boat"));
    expect(index.has("boat")).toBe(true);
    expect(index.has("unheard")).toBe(false);
  });

  it("knows names by their capitals inside sentences", () => {
    expect(index.isKnownName("varn")).toBe(true);
    expect(index.isKnownName("boats")).toBe(false);
    expect(index.isKnownName("nobody")).toBe(false);
  });
});
