import { describe, expect, it } from "vitest";
import { readContent } from "./read-content.ts";

const notes =
  '<section data-footnotes class="footnotes"><h2 id="sources">Sources</h2>\n<ol>\n<li id="post-fn-one">\n<p>Night rate, <a href="https://example.org/a" rel="noopener">https://example.org/a</a> — “It fell by 8 %.” <a href="#post-fnref-one" data-footnote-backref="" aria-label="Back to reference 1" class="data-footnote-backref">↩</a></p>\n</li>\n</ol>\n</section>';

describe("a post's content", () => {
  it("is taken apart into text and footnotes", () => {
    const content = readContent(`<p>Text<sup><a href="#post-fn-one" id="post-fnref-one">1</a></sup></p>\n${notes}`, "article");
    expect(content.body).toBe('<p>Text<sup><a href="#post-fn-one" id="post-fnref-one">1</a></sup></p>');
    expect(content.notes).toEqual([
      { id: "post-fn-one", markId: "post-fnref-one", number: 1, text: "Night rate, https://example.org/a — “It fell by 8 %.”" },
    ]);
    expect(content.notesHtml).toMatch(/^<ol>.*<\/ol>$/s);
  });

  it("without footnotes has none", () => {
    expect(readContent("<p>Text</p>", "article")).toMatchObject({ body: "<p>Text</p>", notes: [], notesHtml: undefined });
  });

  it("names headings without the marks of footnotes", () => {
    const html = '<h2 id="section-a">A &#x26; <em>b</em><sup><a href="#post-fn-1">1</a></sup></h2><h3 id="section-c">C</h3><h2>no place</h2>';
    expect(readContent(html, "article").headings).toEqual([{ id: "section-a", text: "A & b" }]);
  });

  it("what a digest says of itself is set apart", () => {
    const content = readContent("<p><em>This digest quotes its sources.</em></p>\n<p>Then.</p>", "digest");
    expect(content).toMatchObject({ opening: "This digest quotes its sources.", body: "<p>Then.</p>" });
  });

  it.each([
    ["an article", "<p><em>This digest quotes.</em></p><p>Then.</p>", "article"],
    ["a paragraph with more than emphasis", "<p><em>This digest</em> quotes.</p><p>Then.</p>", "digest"],
    ["emphasis that speaks of something else", "<p><em>An old bakery.</em></p><p>Then.</p>", "digest"],
    ["a heading first", "<h2>A</h2><p><em>This digest.</em></p>", "digest"],
    ["nothing at all", "", "digest"],
  ] as const)("keeps its text whole: %s", (_case, html, kind) => {
    expect(readContent(html, kind)).toMatchObject({ opening: undefined, body: html });
  });

  it("wide things and boxes can be reached by keyboard and have names", () => {
    const html =
      '<pre><code>x</code></pre><table><tbody></tbody></table><li><input type="checkbox" checked disabled> a</li><li><input type="checkbox" disabled> b</li>';
    const { body } = readContent(html, "article");
    expect(body).toContain('<pre tabindex="0"><code>');
    expect(body).toContain('<div class="table-frame" role="region" aria-label="Table" tabindex="0"><table><tbody></tbody></table></div>');
    expect(body).toContain('<input aria-label="Done" type="checkbox" checked disabled>');
    expect(body).toContain('<input aria-label="Not done" type="checkbox" disabled>');
  });

  it("tags inside an attribute change nothing and cut nothing", () => {
    const html = '<p><img alt="<pre> <table> <section data-footnotes><ol>" src="/a.png"></p>';
    expect(readContent(html, "article").body).toBe(html);
  });
});
