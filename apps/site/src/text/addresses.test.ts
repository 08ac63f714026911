import { describe, expect, it } from "vitest";
import { hostOf, ownImage, pageNumber, paths, webAddress } from "./addresses.ts";

describe("addresses", () => {
  it.each(["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "/posts", "not an address", ""])(
    "%j never becomes a link to elsewhere",
    (url) => {
      expect(webAddress(url)).toBeUndefined();
    },
  );

  it("http and https addresses become links, whole", () => {
    expect(webAddress("https://example.org/a?b=1#c")).toBe("https://example.org/a?b=1#c");
    expect(webAddress("HTTP://Example.org")).toBe("http://example.org/");
    expect(webAddress(null)).toBeUndefined();
  });

  it("hosts are said without www", () => {
    expect(hostOf("https://www.example.org/a")).toBe("example.org");
  });

  it("slugs are escaped in paths", () => {
    expect(paths.post("a/b?c")).toBe("/posts/a%2Fb%3Fc");
    expect(paths.evidence("a")).toBe("/posts/a/evidence");
  });

  it.each([
    ["/media/a.png", "/media/a.png"],
    ["//evil.example/a.png", undefined],
    ["/\\evil.example/a.png", undefined],
    ["https://example.org/a.png", undefined],
    [null, undefined],
  ])("of %j only a path of the site is shown as an image", (url, shown) => {
    expect(ownImage(url)).toBe(shown);
  });

  it.each([
    ["", 1],
    ["?page=3", 3],
    ["?page=0", 1],
    ["?page=-2", 1],
    ["?page=2.5", 1],
    ["?page=abc", 1],
    ["?page=123456", 1],
    ["?page=2&utm_source=x", 2],
  ])("%j asks for page %d", (query, number) => {
    expect(pageNumber(new URL(`https://site.example/${query}`))).toBe(number);
  });
});
