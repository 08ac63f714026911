import type { Span } from "./span.ts";

export type BlockKind = "heading" | "paragraph" | "list_item" | "quote" | "code" | "table" | "footnote";

/** One block of a Markdown text; `text` is `markdown.slice(start, end)`: the content without the leading marks of its first line. */
export interface Block extends Span {
  kind: BlockKind;
  text: string;
  /** 1–6, headings only. */
  level?: number;
  /** The mark's name, footnote definitions only. */
  note?: string;
}

interface Line extends Span {
  text: string;
}

interface Opening {
  kind: BlockKind;
  /** Length of the leading marks. */
  marks: number;
  level?: number;
  note?: string;
}

const heading = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const quote = /^ {0,3}>[ \t]?/;
const item = /^[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+/;
const footnote = /^ {0,3}\[\^([^\]\s]{1,64})\]:[ \t]*/;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The blocks of a Markdown text, in order, by a light line scanner: ATX and setext headings, fenced code, quotes, list items,
 * pipe tables, footnote definitions and paragraphs. Thematic breaks and blank lines belong to no block.
 * Linear in the length of the text.
 */
export function readMarkdown(markdown: string): Block[] {
  const lines = linesOf(markdown);
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index] as Line;
    if (isEmpty(line.text) || isBreak(line.text)) index += 1;
    else index = readBlock({ markdown, lines, blocks }, index);
  }
  return blocks;
}

interface Scan {
  markdown: string;
  lines: readonly Line[];
  blocks: Block[];
}

/** Reads the block that begins at a line; returns the line after it. */
function readBlock(scan: Scan, first: number): number {
  const { lines } = scan;
  const line = lines[first] as Line;
  const fenceMarks = fence.exec(line.text)?.[1];
  if (fenceMarks !== undefined) return readCode(scan, { first, from: first + 1 }, (text) => isClosingFence(text, fenceMarks));
  if (line.text.trimStart().startsWith("<!--")) return readCode(scan, { first, from: first }, (text) => text.includes("-->"));
  if (line.text.includes("|") && isTableRule(lines[first + 1]?.text ?? "")) {
    let end = first + 2;
    while (end < lines.length && (lines[end]?.text ?? "").includes("|")) end += 1;
    push(scan, { kind: "table", marks: 0 }, { start: first, end });
    return end;
  }
  const opening = openingOf(line.text);
  if (opening.kind === "heading") {
    push(scan, opening, { start: first, end: first + 1 });
    return first + 1;
  }
  let end = first + 1;
  while (end < lines.length && continues(opening.kind, lines[end]?.text ?? "")) end += 1;
  const underline = opening.kind === "paragraph" && end === first + 1 ? /^ {0,3}(=+|-+)[ \t]*$/.exec(lines[end]?.text ?? "") : null;
  if (underline !== null) {
    push(scan, { kind: "heading", marks: 0, level: underline[1]?.startsWith("=") === true ? 1 : 2 }, { start: first, end });
    return end + 1;
  }
  push(scan, opening, { start: first, end });
  return end;
}

/** Code, like a comment, runs to the line that closes it, or to the end of the text. */
function readCode(scan: Scan, lines: { first: number; from: number }, isLast: (text: string) => boolean): number {
  let last = lines.from;
  while (last < scan.lines.length && !isLast(scan.lines[last]?.text ?? "")) last += 1;
  const end = Math.min(last + 1, scan.lines.length);
  push(scan, { kind: "code", marks: 0 }, { start: lines.first, end });
  return end;
}

function openingOf(text: string): Opening {
  const head = heading.exec(text);
  if (head !== null) return { kind: "heading", marks: head[0].length, level: head[1]?.length ?? 1 };
  const quoted = quote.exec(text);
  if (quoted !== null) return { kind: "quote", marks: quoted[0].length };
  const note = footnote.exec(text);
  if (note !== null) return { kind: "footnote", marks: note[0].length, note: note[1] ?? "" };
  const listed = item.exec(text);
  if (listed !== null) return { kind: "list_item", marks: listed[0].length };
  return { kind: "paragraph", marks: 0 };
}

function continues(kind: BlockKind, text: string): boolean {
  if (text.trim() === "") return false;
  const opening = openingOf(text);
  if (kind === "quote" && opening.kind === "quote") return text.slice(opening.marks).trim() !== "";
  if (opening.kind !== "paragraph" || fence.test(text) || isBreak(text)) return false;
  return kind !== "paragraph" || !/^ {0,3}=+[ \t]*$/.test(text);
}

function push(scan: Scan, opening: Opening, lines: Span): void {
  const from = scan.lines[lines.start] as Line;
  const to = scan.lines[lines.end - 1] as Line;
  let start = from.start + opening.marks;
  let end = to.end;
  while (start < end && /\s/.test(scan.markdown.charAt(start))) start += 1;
  while (end > start && /\s/.test(scan.markdown.charAt(end - 1))) end -= 1;
  if (opening.kind === "heading") end = withoutClosingMarks(scan.markdown, { start, end });
  if (end === start) return;
  const { level, note } = opening;
  const named = { ...(level === undefined ? {} : { level }), ...(note === undefined ? {} : { note }) };
  scan.blocks.push({ kind: opening.kind, start, end, text: scan.markdown.slice(start, end), ...named });
}

function withoutClosingMarks(markdown: string, span: Span): number {
  let end = span.end;
  while (end > span.start && markdown.charAt(end - 1) === "#") end -= 1;
  if (end === span.end || (end > span.start && !/\s/.test(markdown.charAt(end - 1)))) return span.end;
  while (end > span.start && /\s/.test(markdown.charAt(end - 1))) end -= 1;
  return end;
}

/** A quote mark alone is a blank line of the quote. */
function isEmpty(text: string): boolean {
  return /^ {0,3}>?[ \t\r]*$/.test(text);
}

function isClosingFence(text: string, marks: string): boolean {
  const trimmed = text.trim();
  return trimmed.length >= marks.length && trimmed.replaceAll(marks.charAt(0), "") === "";
}

function isBreak(text: string): boolean {
  const marks = text.replaceAll(/[ \t\r]/g, "");
  return marks.length >= 3 && /^(?:-+|\*+|_+)$/.test(marks);
}

function isTableRule(text: string): boolean {
  return text.includes("-") && text.includes("|") && /^[-|: \t\r]+$/.test(text);
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    lines.push({ start, end, text: text.slice(start, end) });
    start = end + 1;
  }
  return lines;
}
