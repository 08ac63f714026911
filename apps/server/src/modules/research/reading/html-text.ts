import type { HtmlNode } from "./html-document.ts";

const elementNode = 1;
const textNode = 3;

const blocks = new Set(
  "P DIV SECTION ARTICLE MAIN HEADER FOOTER ASIDE NAV UL OL LI DL DT DD BLOCKQUOTE FIGURE FIGCAPTION TABLE THEAD TBODY TFOOT TR CAPTION HR ADDRESS DETAILS SUMMARY FORM FIELDSET BODY".split(
    " ",
  ),
);
const skipped = new Set("SCRIPT STYLE NOSCRIPT TEMPLATE HEAD TITLE".split(" "));
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

interface Writing {
  blocks: string[];
  /** Words of the block that is being written. */
  line: string;
  /** What the block begins with: `## `, `- `. */
  mark: string;
}

function flush(writing: Writing): void {
  const text = writing.line
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .replaceAll(/\n{2,}/g, "\n")
    .trim();
  if (text !== "") {
    const isItem = writing.mark === "- " && writing.blocks.at(-1)?.startsWith("- ") === true;
    const block = `${writing.mark}${writing.mark.startsWith("#") ? text.replaceAll("\n", " ") : text}`;
    if (isItem) writing.blocks.push(`${writing.blocks.pop() ?? ""}\n${block}`);
    else writing.blocks.push(block);
    writing.mark = "";
  }
  writing.line = "";
}

/** A power must not run into its number; a note's mark in brackets is nothing to read. */
function superscript(text: string): string {
  const bare = text.trim();
  if (/^\[[^\]]{1,20}\]$/.test(bare)) return "";
  return /^\d{1,3}$/.test(bare) ? bare.replaceAll(/\d/g, (digit) => superscripts.charAt(Number(digit))) : text;
}

/** A cell that lays out paragraphs is no cell of figures. */
function holdsBlocks(cell: HtmlNode): boolean {
  return [...cell.childNodes].some((child) => blocks.has(child.nodeName.toUpperCase()));
}

function writeBlock(writing: Writing, node: HtmlNode, mark: string): void {
  flush(writing);
  if (mark !== "") writing.mark = mark;
  for (const child of node.childNodes) write(writing, child);
  flush(writing);
  writing.mark = "";
}

function write(writing: Writing, node: HtmlNode): void {
  if (node.nodeType === textNode) writing.line += (node.textContent ?? "").replaceAll(/\s+/g, " ");
  if (node.nodeType !== elementNode) return;
  const name = node.nodeName.toUpperCase();
  if (skipped.has(name)) return;
  if (/^H[1-6]$/.test(name)) writeBlock(writing, node, `${"#".repeat(Number(name[1]))} `);
  else if (name === "PRE") {
    flush(writing);
    const code = (node.textContent ?? "").replaceAll("```", "'''").replace(/^\n+/, "").trimEnd();
    if (code !== "") writing.blocks.push(`\`\`\`\n${code}\n\`\`\``);
  } else if (name === "BR") writing.line += "\n";
  else if (name === "SUP") writing.line += superscript(node.textContent ?? "");
  else if (name === "TD" || name === "TH") {
    if (holdsBlocks(node)) return writeBlock(writing, node, "");
    if (writing.line.trim() !== "") writing.line += " | ";
    for (const child of node.childNodes) write(writing, child);
  } else if (blocks.has(name)) writeBlock(writing, node, name === "LI" ? "- " : "");
  else for (const child of node.childNodes) write(writing, child);
}

/** The text of an element: paragraphs apart by blank lines, headings as `#` lines, list items as `- `, code in fences. */
export function htmlText(root: HtmlNode): string {
  const writing: Writing = { blocks: [], line: "", mark: "" };
  writeBlock(writing, root, "");
  return writing.blocks.join("\n\n");
}
