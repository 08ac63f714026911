import type { Mapped, Span } from "./span.ts";

/** A citation mark of the text ("[^1]", "[12]") and where in the reading form it stood. */
interface Mark extends Span {
  note: string;
  at: number;
}

/** The reading form of a piece of Markdown: marks of emphasis, links, images, tags, notes and line prefixes are gone. */
interface PlainText extends Mapped {
  marks: Mark[];
}

const entities = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&#39;", "'"],
  ["&nbsp;", " "],
  ["&mdash;", "—"],
  ["&ndash;", "–"],
  ["&hellip;", "…"],
]);

interface Reading {
  source: string;
  end: number;
  out: string[];
  at: Int32Array;
  /** Characters written so far. */
  length: number;
  marks: Mark[];
  /** Partner of each square bracket. */
  partners: ReadonlyMap<number, number>;
  /** Closing brackets whose link target is to be skipped, and where it ends. */
  targets: Map<number, number>;
}

/**
 * What a reader sees of `source.slice(span.start, span.end)`. Every character keeps its position in `source`.
 * Linear: brackets are paired once, every other look-ahead is bounded.
 */
export function plainText(source: string, span: Span = { start: 0, end: source.length }): PlainText {
  const reading: Reading = {
    source,
    end: span.end,
    out: [],
    at: new Int32Array(span.end - span.start + 1),
    length: 0,
    marks: [],
    partners: pairBrackets(source, span),
    targets: new Map(),
  };
  for (let index = span.start; index < span.end;) {
    ordinary.lastIndex = index;
    const run = ordinary.exec(source)?.[0].length ?? 0;
    index = run > 0 ? writeRun(reading, index, Math.min(index + run, span.end)) : readCharacter(reading, index);
  }
  reading.at[reading.length] = span.end;
  return { text: reading.out.join(""), at: reading.at.subarray(0, reading.length + 1), marks: reading.marks };
}

const ordinary = /[^\\\n![\]<&*`~_]{1,4096}/y;

/** Writes what the character at `index` shows and returns where to go on. */
function readCharacter(reading: Reading, index: number): number {
  const { source } = reading;
  const character = source.charAt(index);
  switch (character) {
    case "\\":
      if (/[!-/:-@[-`{-~]/.test(source.charAt(index + 1)) && index + 1 < reading.end) return write(reading, index + 1);
      return write(reading, index);
    case "\n":
      return readLineBreak(reading, index);
    case "!":
      return source.charAt(index + 1) === "[" ? readImage(reading, index) : write(reading, index);
    case "[":
      return readBracket(reading, index);
    case "]":
      return reading.targets.get(index) ?? write(reading, index);
    case "<":
      return readTag(reading, index);
    case "&":
      return readEntity(reading, index);
    case "*":
    case "`":
    case "~":
    case "_":
      return readEmphasis(reading, index);
    default:
      return write(reading, index);
  }
}

function write(reading: Reading, index: number, shown: string = reading.source.charAt(index)): number {
  reading.out.push(shown);
  reading.at[reading.length] = index;
  reading.length += 1;
  return index + 1;
}

function writeRun(reading: Reading, start: number, end: number): number {
  reading.out.push(reading.source.slice(start, end));
  for (let index = start; index < end; index += 1) reading.at[reading.length++] = index;
  return end;
}

function readLineBreak(reading: Reading, index: number): number {
  write(reading, index, " ");
  let next = index + 1;
  while (next < reading.end && /[ \t>]/.test(reading.source.charAt(next))) next += 1;
  return next;
}

function readImage(reading: Reading, index: number): number {
  const close = reading.partners.get(index + 1);
  if (close === undefined) return write(reading, index);
  const target = targetEnd(reading, close);
  return target ?? write(reading, index);
}

function readBracket(reading: Reading, index: number): number {
  const close = reading.partners.get(index);
  if (close === undefined) return write(reading, index);
  const note = close - index <= 66 ? /^(?:\^([^\]\s]+)|(\d{1,3}))$/.exec(reading.source.slice(index + 1, close)) : null;
  const target = targetEnd(reading, close);
  if (note !== null && target === undefined) {
    reading.marks.push({ note: note[1] ?? note[2] ?? "", at: reading.length, start: index, end: close + 1 });
    return close + 1;
  }
  if (target === undefined) return write(reading, index);
  reading.targets.set(close, target);
  return index + 1;
}

/** Where the "(address)" or "[reference]" behind a closing bracket ends. */
function targetEnd(reading: Reading, close: number): number | undefined {
  const { source } = reading;
  const opener = source.charAt(close + 1);
  if (opener === "[" && source.charAt(close + 2) !== "^") {
    const partner = reading.partners.get(close + 1);
    return partner === undefined ? undefined : partner + 1;
  }
  if (opener !== "(") return undefined;
  const address = /^\((?:[^()\s]|\([^()\s]{0,200}\)){0,2048}(?:[ \t]+"[^"\n]{0,300}")?\)/.exec(
    source.slice(close + 1, Math.min(reading.end, close + 2600)),
  );
  return address === null ? undefined : close + 1 + address[0].length;
}

function readTag(reading: Reading, index: number): number {
  const tag = /^<(?:\/?[a-zA-Z][^<>]{0,300}|!--[^<>]{0,300}--)>/.exec(reading.source.slice(index, Math.min(reading.end, index + 310)));
  return tag === null ? write(reading, index) : index + tag[0].length;
}

function readEntity(reading: Reading, index: number): number {
  const name = /^&#?\w{2,6};/.exec(reading.source.slice(index, Math.min(reading.end, index + 9)))?.[0];
  const shown = name === undefined ? undefined : entities.get(name);
  if (name === undefined || shown === undefined) return write(reading, index);
  write(reading, index, shown);
  return index + name.length;
}

/** Marks of emphasis and code touch a word; a lone star or an underscore inside a name is text. */
function readEmphasis(reading: Reading, index: number): number {
  const { source } = reading;
  const character = source.charAt(index);
  let end = index + 1;
  while (end < reading.end && source.charAt(end) === character) end += 1;
  const before = source.charAt(index - 1);
  const after = end < reading.end ? source.charAt(end) : "";
  const isLoose = /^\s?$/.test(before) && /^\s?$/.test(after);
  const isInside = character === "_" && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  const isApprox = character === "~" && end === index + 1;
  if (!isLoose && !isInside && !isApprox) return end;
  for (let at = index; at < end; at += 1) write(reading, at);
  return end;
}

function pairBrackets(source: string, span: Span): Map<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (let index = span.start; index < span.end; index += 1) {
    const code = source.charCodeAt(index);
    if (code === 92) index += 1;
    else if (code === 91) open.push(index);
    else if (code === 93) {
      const start = open.pop();
      if (start !== undefined) partners.set(start, index);
    }
  }
  return partners;
}
