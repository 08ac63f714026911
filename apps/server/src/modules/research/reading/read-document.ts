import { findInstructions, sentences } from "@cofounder/evidence";
import { type Passage, splitPassages } from "@cofounder/retrieval/passages";
import { decodeText } from "./decode-text.ts";
import { type DocumentFormat, isFile, type FileFormat, type TextFormat } from "./document-format.ts";
import type { Extracted } from "./extracted.ts";
import { readableHtml } from "./readable-html.ts";
import { readableMarkdown } from "./readable-markdown.ts";

export interface RawDocument {
  bytes: Uint8Array;
  format: DocumentFormat;
  /** As the server that sent it declared it. */
  charset?: string;
}

export interface ReadingFlag {
  kind: "instruction";
  quote: string;
  /** UTF-16 positions in the readable text. */
  start: number;
  end: number;
}

/** A document made readable. */
export interface Reading extends Extracted {
  passages: (Passage & { isFlagged: boolean })[];
  flags: ReadingFlag[];
}

/** Characters that no reader sees and that would hide one word from another, or that no database keeps. */
const invisible = /[\0\u00AD\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]|[\u{E0000}-\u{E007F}]/gu;

function normalise(text: string): string {
  return text.replaceAll(/\r\n?|\u2028|\u2029/g, "\n");
}

function extract(text: string, format: TextFormat): Extracted {
  switch (format) {
    case "html":
      return readableHtml(text);
    case "markdown":
      return readableMarkdown(text);
    case "text":
      return { text };
  }
}

/**
 * Reads a document whole: text, passages, and what in it speaks to a machine instead of a reader. A passage that
 * holds such a sentence is flagged. Takes time in proportion to the length: see `createReader` for large ones.
 */
export function readDocument({ bytes, format, charset }: RawDocument & { format: TextFormat }): Reading {
  return readText(extract(cleanText(decodeText(bytes, format, charset)), format));
}

/** The same for every format; the readers of files are loaded when there is one to read. */
export async function readAnyDocument(document: RawDocument): Promise<Reading> {
  const { bytes, format, charset } = document;
  if (!isFile(format)) return readDocument({ bytes, format, ...(charset === undefined ? {} : { charset }) });
  const extracted = await extractFile(bytes, format);
  return readText({ ...extracted, text: cleanText(extracted.text) });
}

async function extractFile(bytes: Uint8Array, format: FileFormat): Promise<Extracted> {
  switch (format) {
    case "pdf":
      return (await import("../files/readable-pdf.ts")).readablePdf(bytes);
    case "docx":
      return (await import("../files/readable-docx.ts")).readableDocx(bytes);
    case "epub":
      return (await import("../files/readable-epub.ts")).readableEpub(bytes);
  }
}

function cleanText(text: string): string {
  return normalise(text).replaceAll(invisible, "");
}

function readText(extracted: Extracted): Reading {
  // Half a surrogate pair cannot be stored; its replacement is as long as it is.
  const text = Buffer.from(extracted.text.replaceAll(/\n{3,}/g, "\n\n").trim()).toString();
  const flags = findInstructions(text).map(({ quote, start, end }): ReadingFlag => ({ kind: "instruction", quote: quote.slice(0, 500), start, end }));
  const passages = splitPassages(text, sentences).map((passage) => ({
    ...passage,
    isFlagged: flags.some((flag) => flag.start < passage.end && flag.end > passage.start),
  }));
  return { ...extracted, text, passages, flags };
}
