import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";

const htmlOf = (markdown: string): string => renderMarkdown(markdown).html;

const shouts = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<a href=javascript:alert(1)>x</a>",
  "<b onmouseover=alert(1)>x</b>",
  "<style>*{display:none}</style>",
  "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style>",
  "<details open ontoggle=alert(1)>",
  "<form action=//evil.example><input name=password></form>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<div id=location name=body>x</div>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\nscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](&#x6A;&#x61;vascript&colon;alert(1))",
  "[x](\u0001javascript:alert(1))",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x]( javascript:alert(1) 'title')",
  "[x][r]\n\n[r]: javascript:alert(1)",
  "<javascript:alert(1)>",
  "![x](javascript:alert(1))",
  "![x](data:image/svg+xml;base64,PHN2Zy8+)",
  "![x](http://plain.example/a.png)",
  "![x](//other.example/a.png)",
  "![x](file:///etc/passwd)",
  '![x"onerror="alert(1)](https://a.example/b.png)',
  '[x](https://a.example "title"onmouseover="alert(1)")',
  '```"><script>alert(1)</script>\ncode\n```',
  "[^<script>]\n\n[^<script>]: note <img src=x onerror=alert(1)>",
  '# "><img src=x onerror=alert(1)>',
  "|<script>|\n|-|\n|<img src=x onerror=alert(1)>|",
  "- [ ] <input autofocus onfocus=alert(1)>",
  "<https://a.example/\u2028onerror=alert(1)>",
];

const attributes = new Set(
  "href src alt title id class rel loading decoding data-footnote-ref data-footnote-backref data-footnotes aria-describedby aria-label type disabled checked start align".split(
    " ",
  ),
);
const elements = new Set(
  "H2 H3 H4 H5 H6 P BLOCKQUOTE UL OL LI PRE HR BR SECTION INPUT A IMG STRONG EM DEL CODE SUP TABLE THEAD TBODY TR TH TD".split(" "),
);

describe("rendered Markdown", () => {
  it.each(shouts)("lets nothing run, load or pose as something else from %j", (markdown) => {
    const { document } = parseHTML(`<html><body>${htmlOf(`Before ${markdown} after.\n\n${markdown}\n`)}</body></html>`);
    for (const element of document.body.querySelectorAll("*")) {
      expect(elements).toContain(element.tagName);
      for (const attribute of element.attributes) expect(attributes).toContain(attribute.name);
      const href = element.getAttribute("href");
      if (href !== null) expect(href).toMatch(/^(?:https?:\/\/|mailto:|#|\/(?!\/)|[^:]*$)/i);
      const src = element.getAttribute("src");
      if (src !== null) expect(src).toMatch(/^(?:https:\/\/|\/(?!\/)|[^:/][^:]*$)/);
      expect(["", "checkbox"]).toContain(element.getAttribute("type") ?? "");
    }
  });

  it("keeps the words of inline HTML and drops its tags", () => {
    expect(htmlOf("a <b>bold</b> word")).toBe("<p>a bold word</p>");
  });

  it("shows images of the site and over TLS, lazily, always with an alternative", () => {
    const html = htmlOf("![a chart](https://img.example/c.png) ![](/media/d.webp) ![e](e.png)");
    expect(html).toContain('<img alt="a chart" src="https://img.example/c.png" loading="lazy" decoding="async">');
    expect(html).toContain('<img alt="" src="/media/d.webp" loading="lazy" decoding="async">');
    expect(html).toContain('src="e.png"');
  });

  it("marks links that lead elsewhere and leaves the others alone", () => {
    expect(htmlOf("[out](https://a.example/x)")).toBe('<p><a href="https://a.example/x" rel="noopener">out</a></p>');
    expect(htmlOf("[out](//a.example/x)")).toContain('rel="noopener"');
    expect(htmlOf("[in](/posts/x) [here](#section-a) [mail](mailto:a@b.example)")).not.toContain("rel=");
  });

  it("renders tables, task lists, struck words and code with its language", () => {
    const html = htmlOf("|a|b|\n|:-|-:|\n|1|2|\n\n- [x] done\n\n~~gone~~\n\n```ts\nlet a;\n```");
    expect(html).toContain('<th align="right">b</th>');
    expect(html).toContain('<input type="checkbox" checked disabled>');
    expect(html).toContain("<del>gone</del>");
    expect(html).toContain('<code class="language-ts">');
  });
});

describe("headings", () => {
  it("get ids from their words for a table of contents, each its own", () => {
    const html = htmlOf("## How it works\n\n## How it works\n\n## How it works 2\n\n## Größe & Preis\n\n## 東京");
    expect([...html.matchAll(/<h2 id="([^"]+)"/g)].map((match) => match[1])).toEqual([
      "section-how-it-works",
      "section-how-it-works-2",
      "section-how-it-works-2-2",
      "section-größe-preis",
      "section-東京",
    ]);
  });

  it("leave the first level to the page's title", () => {
    expect(htmlOf("# Top\n\n## Below")).toBe('<h2 id="section-top">Top</h2>\n<h3 id="section-below">Below</h3>');
    expect(htmlOf("## Top\n\n### Below")).toContain("<h2");
  });
});

describe("footnotes", () => {
  const html = htmlOf(
    "Ovens use 40 % less.[^a] They do.[^a] Really.[^2]\n\n## Heat[^2]\n\n[^a]: [A study](https://a.example/s), “40 percent less”\n[^2]: Another\n[^never]: Not cited",
  );
  const { document } = parseHTML(`<html><body>${html}</body></html>`);

  it("stand in a section called Sources, in the order of their first mark", () => {
    expect(document.querySelector("section.footnotes > h2#sources")?.textContent).toBe("Sources");
    expect([...document.querySelectorAll("section.footnotes li")].map((note) => note.id)).toEqual(["post-fn-a", "post-fn-2"]);
    expect(html).not.toContain("Not cited");
  });

  it("link there and back: every link inside the page has its target, and no id stands twice", () => {
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...document.querySelectorAll("a[href^='#']")].map((link) => (link.getAttribute("href") ?? "").slice(1));
    expect(targets).toHaveLength(8);
    for (const target of targets) expect(ids).toContain(target);
    for (const mark of document.querySelectorAll("a[data-footnote-ref]")) expect(mark.getAttribute("aria-describedby")).toBe("sources");
  });

  it("keep their marks out of a heading's id, and their links safe", () => {
    expect(document.querySelector("#section-heat")?.textContent).toBe("Heat2");
    expect(document.querySelector("#post-fn-a a[rel=noopener]")?.getAttribute("href")).toBe("https://a.example/s");
  });
});

describe("what a reader reads", () => {
  it("is counted in words, without addresses, markup and sources", () => {
    const { wordCount, lead } = renderMarkdown(
      "## Two words\n\nIt's **40 %** of [the cost](https://a.example/one-two-three).[^1]\n\n- item\n\n```\ncode\n```\n\n[^1]: Five words of a source",
    );
    expect(wordCount).toBe(9);
    expect(lead).toBe("It's 40 % of the cost.");
  });

  it("is nothing in an empty text", () => {
    expect(renderMarkdown("")).toEqual({ html: "", wordCount: 0, lead: "" });
  });
});
