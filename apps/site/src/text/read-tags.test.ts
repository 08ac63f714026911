import { describe, expect, it } from "vitest";
import { attributeOf, closingTag, readTags, textOf } from "./read-tags.ts";

describe("tags of serialised HTML", () => {
  it("are read in order with their places", () => {
    const html = '<p id="a">One <em>two</em></p>';
    expect(readTags(html).map(({ name, isClosing, start, end }) => [name, isClosing, html.slice(start, end)])).toEqual([
      ["p", false, '<p id="a">'],
      ["em", false, "<em>"],
      ["em", true, "</em>"],
      ["p", true, "</p>"],
    ]);
  });

  it("a tag written inside an attribute is not a tag", () => {
    const tags = readTags('<img alt="<pre><section data-footnotes>" src="/a.png"><p></p>');
    expect(tags.map(({ name }) => name)).toEqual(["img", "p", "p"]);
  });

  it("an element ends where its own closing tag is", () => {
    const html = "<ul><li><ul><li></li></ul></li></ul><ul></ul>";
    const tags = readTags(html);
    expect(closingTag(tags, 0)?.end).toBe(html.indexOf("</ul><ul>") + 5);
    expect(closingTag(readTags("<p>never closed"), 0)).toBeUndefined();
  });

  it("attributes are found by their whole name", () => {
    const [tag] = readTags('<a data-id="x" id="y">');
    expect(tag && attributeOf(tag, "id")).toBe("y");
    expect(tag && attributeOf(tag, "href")).toBeUndefined();
  });

  it("text is what a reader reads", () => {
    expect(textOf("<p>A &#x26; <em>b</em>\n  &lt;c&gt; &#38; &quot;d&quot; &unknown;</p>")).toBe('A & b <c> & "d" &unknown;');
    expect(textOf("&#x110000;")).toBe("\uFFFD");
  });
});
