import { describe, expect, it } from "vitest";
import { readableHtml } from "./readable-html.ts";

const filler = (topic: string): string =>
  `The ${topic} was measured on 12 March 2024, and the team wrote down each of its results with care. `.repeat(4);
const article = (body: string, head = ""): string =>
  `<!doctype html><html><head><title>Old title | Site</title>${head}</head><body><nav><a href="/">Home</a> <a href="/a">About us</a></nav>
  <article><h1>Measuring bridges</h1><p>${filler("bridge")}</p>${body}<p>${filler("river")}</p></article><footer>Copyright, imprint, cookies</footer></body></html>`;

describe("the readable text of a page", () => {
  it("keeps headings, paragraphs and lists apart and leaves the furniture out", () => {
    const { text } = readableHtml(article("<h2>Why <em>it</em>\n matters</h2><p>First<br>second.</p><ul><li>one</li><li><p>two</p></li></ul>"));
    expect(text).toContain("\n\n## Why it matters\n\nFirst\nsecond.\n\n- one\n- two\n\n");
    for (const furniture of ["About us", "Copyright"]) expect(text).not.toContain(furniture);
    expect(text).not.toMatch(/\n{3}|[ \t]\n|\n[ \t]/);
  });

  it("shows nothing that a reader does not see", () => {
    const hidden = [
      "<p hidden>HIDDEN</p>",
      '<div aria-hidden="true"><p>HIDDEN</p></div>',
      '<p style="color:red; display : none">HIDDEN</p>',
      '<p style="visibility:hidden">HIDDEN</p>',
      '<span style="font-size:0">HIDDEN</span>',
      '<span style="font-size: 0px">HIDDEN</span>',
      '<span style="opacity:0.0">HIDDEN</span>',
      "<!-- HIDDEN -->",
      "<script>HIDDEN</script>",
      "<style>.HIDDEN{}</style>",
      "<noscript>HIDDEN</noscript>",
      "<template><p>HIDDEN</p></template>",
    ];
    const seen = '<p style="opacity:0.5">half seen</p><p style="font-size:0.8em">small print</p>';
    const { text } = readableHtml(article(hidden.join("") + seen));
    expect(text).not.toContain("HIDDEN");
    expect(text).toContain("half seen");
    expect(text).toContain("small print");
    expect(readableHtml(`<p>Short.</p>${hidden.join("")}`).text).toBe("Short.");
  });

  it("does not run a power into its number, a cell into the next or code into prose", () => {
    const { text } = readableHtml(
      article(
        "<p>About 10<sup>6</sup> m<sup>2</sup> in all.<sup>[3]</sup></p><table><tr><th>Span</th><th>Year</th></tr><tr><td>120 m</td><td>1931</td></tr></table><pre>\n# not a heading\n  x = 1\n</pre>",
      ),
    );
    expect(text).toContain("About 10⁶ m² in all.");
    expect(text).toContain("Span | Year\n\n120 m | 1931");
    expect(text).toContain("```\n# not a heading\n  x = 1\n```");
  });

  it("reads cells that lay out a page as paragraphs", () => {
    expect(readableHtml("<table><tr><td><p>Left column.</p></td><td><p>Right column.</p></td></tr></table>").text).toBe(
      "Left column.\n\nRight column.",
    );
  });

  it("reads a fragment, a page without an article and broken markup", () => {
    expect(readableHtml("<h2>Note</h2><p>One thing.</p><p>Another").text).toBe("## Note\n\nOne thing.\n\nAnother");
    expect(readableHtml("just words").text).toBe("just words");
    expect(readableHtml("<html><body><p>no head</p></body></html>").text).toBe("no head");
    expect(readableHtml("<div><b>bold <p>para</b> rest</p></div><table><p>odd").text).toContain("para");
    expect(readableHtml("").text).toBe("");
  });

  it("tells what the page says of itself", () => {
    const head = `<meta name="author" content=" Ann  Smith "><meta property="article:published_time" content="2024-03-12T08:00:00Z">
      <link rel="canonical" href="https://example.org/bridges"><meta property="og:title" content="Measuring bridges well">`;
    expect(readableHtml(article("", head))).toMatchObject({
      title: "Measuring bridges well",
      author: "Ann Smith",
      publishedAt: "2024-03-12T08:00:00Z",
      canonicalUrl: "https://example.org/bridges",
    });
    const linked = `<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"From data","author":{"@type":"Person","name":"Bo Lind"},"datePublished":"2023-01-02"}</script>`;
    expect(readableHtml(article("", linked))).toMatchObject({ author: "Bo Lind", publishedAt: "2023-01-02" });
    const bare = readableHtml("<p>nothing said</p>");
    expect(bare).toEqual({ text: "nothing said" });
    expect(readableHtml(article("", '<link rel="canonical" href="javascript:alert(1)">'))).not.toHaveProperty("canonicalUrl");
  });
});
