import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { finishHtml } from "./finish-html.ts";
import { sanitizeSchema } from "./sanitize-schema.ts";

const parser = unified().use(remarkParse).use(remarkGfm).freeze();
const converter = unified()
  .use(remarkRehype, { clobberPrefix: "post-", footnoteLabel: "Sources", footnoteLabelProperties: {} })
  .use(rehypeSanitize, sanitizeSchema)
  .freeze();
const printer = unified().use(rehypeStringify).freeze();

type MarkdownRoot = ReturnType<typeof parser.parse>;
type MarkdownNode = MarkdownRoot | MarkdownRoot["children"][number];

export interface RenderedMarkdown {
  html: string;
  wordCount: number;
  /** The first paragraph as plain text, without footnote marks. */
  lead: string;
}

/** The page's own heading is the title: a text that uses the first level itself is moved down as a whole. */
function moveHeadingsDown(root: MarkdownRoot): void {
  const headings = root.children.filter((node) => node.type === "heading");
  if (!headings.some(({ depth }) => depth === 1)) return;
  for (const heading of headings) heading.depth = Math.min(heading.depth + 1, 6) as typeof heading.depth;
}

function plainText(node: MarkdownNode): string {
  if (node.type === "text" || node.type === "inlineCode" || node.type === "code") return node.value;
  if (node.type === "footnoteDefinition" || !("children" in node)) return node.type === "break" ? " " : "";
  const isInline = node.type === "paragraph" || node.type === "heading" || node.type === "tableCell";
  return (node.children as MarkdownNode[]).map(plainText).join("") + (isInline ? "\n" : "");
}

const word = /[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*/gu;

/**
 * Renders Markdown (GFM, footnotes): sanitised HTML without raw HTML, links http, https and mailto, images from the site or
 * over TLS, footnotes as a section "Sources"; the words a reader reads; the first paragraph.
 */
export function renderMarkdown(markdown: string): RenderedMarkdown {
  const root = parser.parse(markdown);
  moveHeadingsDown(root);
  const lead = root.children.find((node) => node.type === "paragraph");
  const html = converter.runSync(root);
  finishHtml(html);
  return {
    html: printer.stringify(html),
    wordCount: (plainText(root).match(word) ?? []).length,
    lead: lead === undefined ? "" : plainText(lead).replaceAll(/\s+/g, " ").trim(),
  };
}
