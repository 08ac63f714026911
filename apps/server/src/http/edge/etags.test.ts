import { describe, expect, it } from "vitest";
import { matchesEtag, weakEtag } from "./etags.ts";

describe("an ETag over a body", () => {
  it("is the same for the same bytes and another for others", () => {
    expect(weakEtag("a")).toBe(weakEtag(Buffer.from("a")));
    expect(weakEtag("a")).not.toBe(weakEtag("b"));
    expect(weakEtag("a")).toMatch(/^W\/"[\w-]{27}"$/);
  });

  it.each([
    ['"a"', '"a"', true],
    ['W/"a"', '"a"', true],
    ['"x", W/"a" ,"b"', 'W/"a"', true],
    ["*", '"a"', true],
    ['"x"', '"a"', false],
    ["a", '"a"', false],
    ['"b,a"', '"a"', false],
    ["", '"a"', false],
  ])("If-None-Match: %s has %s: %s", (header, etag, isKnown) => {
    expect(matchesEtag(header, etag)).toBe(isKnown);
  });
});
