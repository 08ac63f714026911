/** How the bytes of a source are read. */
export type DocumentFormat = "html" | "markdown" | "text";

const byMediaType = new Map<string, DocumentFormat>([
  ["text/html", "html"],
  ["application/xhtml+xml", "html"],
  ["text/markdown", "markdown"],
  ["text/x-markdown", "markdown"],
  ["text/plain", "text"],
]);

const byExtension = new Map<string, DocumentFormat>([
  ["html", "html"],
  ["htm", "html"],
  ["xhtml", "html"],
  ["md", "markdown"],
  ["markdown", "markdown"],
  ["txt", "text"],
  ["text", "text"],
]);

const mediaTypes: Record<DocumentFormat, string> = { html: "text/html", markdown: "text/markdown", text: "text/plain" };

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
export function guessFormat(text: string): DocumentFormat {
  const opening = text.slice(0, 20_000);
  if (
    /^\s*(?:<!doctype html|<html|<head|<body|<article|<main)\b/i.test(opening) ||
    /<(?:p|div|h[1-6])\b[^>]*>[\s\S]{0,5000}<\/(?:p|div|h[1-6])>/i.test(opening)
  )
    return "html";
  return /^---\r?\n|^#{1,6} |\]\((?:https?:|\/|#)/m.test(opening) ? "markdown" : "text";
}

/** Bytes of an image, an archive or a program hold control characters that no text has. */
export function isBinary(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isUtf16 && bytes.subarray(0, 8192).some((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32));
}
