import { isUuid, uuidv7 } from "@cofounder/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSlug, slugOf, slugTries } from "./slug.ts";

describe("an address", () => {
  it.each([
    ["How Ovens Save 40% of Energy", "how-ovens-save-40-percent-of-energy"],
    ["Größe & Maß: ein Überblick", "grosse-and-mass-ein-uberblick"],
    ["Łódź, Århus og Reykjavík", "lodz-arhus-og-reykjavik"],
    ["Как испечь хлеб", "kak-ispech-khleb"],
    ["Η τιμή του ψωμιού", "i-timi-toy-psomioy"],
    ["It's the baker’s choice", "its-the-bakers-choice"],
    ["  --C++ / C#--  ", "c-c"],
    ["Ｆｕｌｌ ｗｉｄｔｈ ½", "full-width-1-2"],
  ])("of %j is %s", (title, slug) => {
    expect(slugOf(title, "post")).toBe(slug);
  });

  it("ends between words at 80 characters at most", () => {
    expect(slugOf("word ".repeat(40), "post")).toBe(Array.from({ length: 16 }, () => "word").join("-"));
    expect(slugOf("a".repeat(200), "post")).toBe("a".repeat(80));
    expect(slugOf(`${"a".repeat(80)} b`, "post")).toBe("a".repeat(80));
  });

  it("that was cut does not end in a word that leads to the next", () => {
    const title = "Where the electricity of a small bakery goes in the night, how it is measured, and what it costs";
    expect(slugOf(title, "post")).toBe("where-the-electricity-of-a-small-bakery-goes-in-the-night-how-it-is-measured");
    expect(slugOf("What to look for", "post")).toBe("what-to-look-for");
    expect(slugOf(`bread ${"of ".repeat(60)}`, "post")).toBe("bread");
    expect(slugOf("of ".repeat(60), "post")).toBe("of");
  });

  it("is cut between words, and gives up nothing else than words that lead to the next", () => {
    const leading = ["of", "the", "and", "what", "is", "to"];
    const word = fc.oneof(fc.constantFrom(...leading), fc.stringMatching(/^x[a-z]{0,11}$/));
    fc.assert(
      fc.property(fc.array(word, { minLength: 10, maxLength: 60 }), (words) => {
        fc.pre(words.join("-").length > 80);
        const slug = slugOf(words.join(" "), "post");
        const kept = slug.split("-");
        const first = (count: number) => words.slice(0, count).join("-");
        expect(slug).toBe(first(kept.length));
        expect(kept.length === 1 || !leading.includes(kept.at(-1) ?? "")).toBe(true);
        const fitting = words.findIndex((_, index) => first(index + 1).length > 80);
        expect(words.slice(kept.length, fitting).filter((each) => !leading.includes(each))).toEqual([]);
      }),
    );
  });

  it("never looks like an id", () => {
    const id = uuidv7();
    expect(slugOf(id, "post")).toBe(`post-${id}`);
  });

  it("of words that cannot be written here keeps two of them apart", () => {
    expect(slugOf("東京", "topic")).toMatch(/^topic-[0-9a-f]{8}$/);
    expect(slugOf("東京", "topic")).not.toBe(slugOf("大阪", "topic"));
  });

  it("is well formed whatever the title is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (title) => {
        const slug = slugOf(title, "post");
        expect(isSlug(slug)).toBe(true);
        expect(slug.length).toBeLessThanOrEqual(80);
        expect(isUuid(slug)).toBe(false);
      }),
    );
  });

  it("is tried plain, then numbered, and last with the id of the post itself", () => {
    const id = uuidv7();
    const tries = [...slugTries("bread", id)];
    expect(tries.slice(0, 3)).toEqual(["bread", "bread-2", "bread-3"]);
    expect(tries.at(-1)).toBe(`bread-${id.slice(-12)}`);
    expect(new Set(tries).size).toBe(tries.length);
    expect(tries.every(isSlug)).toBe(true);
  });
});
