/** Documents that are text as they stand. */
export type TextFormat = "html" | "markdown" | "text";
/** Documents that have to be unpacked first. */
export type FileFormat = "pdf" | "docx" | "epub";
/** How the bytes of a source are read. */
export type DocumentFormat = TextFormat | FileFormat;

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const byMediaType = new Map<string, DocumentFormat>([
  ["text/html", "html"],
  ["application/xhtml+xml", "html"],
  ["text/markdown", "markdown"],
  ["text/x-markdown", "markdown"],
  ["text/plain", "text"],
  ["application/pdf", "pdf"],
  [docxType, "docx"],
  ["application/epub+zip", "epub"],
]);

const byExtension = new Map<string, DocumentFormat>([
  ["html", "html"],
  ["htm", "html"],
  ["xhtml", "html"],
  ["md", "markdown"],
  ["markdown", "markdown"],
  ["txt", "text"],
  ["text", "text"],
  ["pdf", "pdf"],
  ["docx", "docx"],
  ["epub", "epub"],
]);

const mediaTypes: Record<DocumentFormat, string> = {
  html: "text/html",
  markdown: "text/markdown",
  text: "text/plain",
  pdf: "application/pdf",
  docx: docxType,
  epub: "application/epub+zip",
};

export function mediaTypeOf(format: DocumentFormat): string {
  return mediaTypes[format];
}

/** What the name of a file of this type ends in. */
export function extensionOf(mediaType: string): string {
  const format = byMediaType.get(mediaType);
  return [...byExtension].find(([, known]) => known === format)?.[0] ?? "bin";
}

/** What a web server may answer for it to be read. */
export const readableMediaTypes: readonly string[] = [...byMediaType.keys()];

function formatOfName(name: string): DocumentFormat | undefined {
  const extension = /\.([a-z]{1,10})$/i.exec(name)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : byExtension.get(extension);
}

/** The format of a file by its name, else by its declared media type; undefined when it is none that can be read. */
export function formatOfFile(name: string, mediaType: string): DocumentFormat | undefined {
  if (/\.[a-z0-9]{1,10}$/i.test(name)) return formatOfName(name);
  return byMediaType.get(mediaType.toLowerCase());
}

/** The format of what a web server answered: plain text under a Markdown name is Markdown. */
export function formatOfAnswer(url: string, mediaType: string): DocumentFormat {
  const format = byMediaType.get(mediaType.toLowerCase()) ?? "text";
  return format === "text" && formatOfName(new URL(url).pathname) === "markdown" ? "markdown" : format;
}

/** The likely format of a pasted text. */
export function guessFormat(text: string): TextFormat {
  const opening = text.slice(0, 20_000);
  if (
    /^\s*(?:<!doctype html|<html|<head|<body|<article|<main)\b/i.test(opening) ||
    /<(?:p|div|h[1-6])\b[^>]*>[\s\S]{0,5000}<\/(?:p|div|h[1-6])>/i.test(opening)
  )
    return "html";
  return /^---\r?\n|^#{1,6} |\]\((?:https?:|\/|#)/m.test(opening) ? "markdown" : "text";
}

/** Whether a document has to be unpacked before there is text in it. */
export function isFile(format: DocumentFormat): format is FileFormat {
  return format === "pdf" || format === "docx" || format === "epub";
}

/** What the bytes of a file begin with: a PDF names itself within its first kilobyte, the others are zip archives. */
function beginsAs(bytes: Uint8Array, format: FileFormat): boolean {
  const opening = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  return format === "pdf" ? opening.includes("%PDF-") : opening.startsWith("PK\u0003\u0004");
}

/** Whether bytes may be of this format at all: read as a text they must be one, read as a file they must begin like one. */
export function isPlausible(bytes: Uint8Array, format: DocumentFormat): boolean {
  return isFile(format) ? beginsAs(bytes, format) : !isBinary(bytes);
}

/** Bytes of an image, an archive or a program hold control characters that no text has. */
export function isBinary(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isUtf16 && bytes.subarray(0, 8192).some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
}
