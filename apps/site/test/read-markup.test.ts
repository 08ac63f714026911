import { describe, expect, it } from "vitest";
import { readMarkup } from "./read-markup.ts";

describe("the strict reader of markup", () => {
  it.each([
    ["a tag that stays open", "<html><p></html>", "html"],
    ["tags closed out of order", "<html><b><i></b></i></html>", "html"],
    ["a bare bracket", "<html>a < b</html>", "html"],
    ["two roots", "<a></a><b></b>", "xml"],
    ["text after the end", "<a></a> more", "xml"],
    ["a bare ampersand in text", "<a>b & c</a>", "xml"],
    ["a bare ampersand in an attribute", '<a b="c & d"></a>', "xml"],
  ] as const)("refuses %s", (_fault, document, kind) => {
    expect(() => readMarkup(document, kind)).toThrow(Error);
  });

  it("answers the opening tags of a sound document", () => {
    const html = '<!doctype html><html lang="en"><meta charset="utf-8"/><p>a > b<br>c</p><script>1 < 2</script></html>';
    expect(readMarkup(html, "html").map(({ tag }) => tag)).toEqual(["html", "meta", "p", "br", "script"]);
    expect(readMarkup('<?xml version="1.0"?><a b="c"><![CDATA[<d>&]]></a>', "xml")).toEqual([{ tag: "a", attributes: { b: "c" } }]);
  });
});
