import type { Span } from "../text/span.ts";
import { readMarkdown } from "../text/read-markdown.ts";

/** A footnote definition of a digest or an article: `[^n]: Title, https://address — “quote”`; offsets of the whole definition's content. */
export interface Footnote extends Span {
  note: string;
  title: string;
  url?: string;
  quote?: string;
}

/** The footnote definitions of a Markdown text, in order, in the form that `formatFootnote` writes. */
export function readFootnotes(markdown: string): Footnote[] {
  return readMarkdown(markdown)
    .filter((block) => block.kind === "footnote")
    .map((block) => {
      const opening = block.text.indexOf(" — “");
      const hasQuote = opening !== -1 && block.text.endsWith("”");
      const named = hasQuote ? block.text.slice(0, opening) : block.text;
      const comma = named.lastIndexOf(", ");
      const address = comma === -1 ? "" : named.slice(comma + 2);
      const url = /^https?:\/\/\S+$/.test(address) ? address : undefined;
      return {
        note: block.note ?? "",
        title: unescapeMarkdown(url === undefined ? named : named.slice(0, comma)),
        ...(url === undefined ? {} : { url }),
        ...(hasQuote ? { quote: block.text.slice(opening + 4, -1) } : {}),
        start: block.start,
        end: block.end,
      };
    });
}

/** One definition line. The title is escaped; a quote that would need escaping (see `needsEscaping`) is left out. */
export function formatFootnote(footnote: { note: number; title: string; url?: string | undefined; quote: string }): string {
  const quote = needsEscaping(footnote.quote) ? "" : ` — “${footnote.quote}”`;
  const url = footnote.url !== undefined && /^https?:\/\/[^\s<>()[\]*_`\\]+$/.test(footnote.url) ? `, ${footnote.url}` : "";
  return `[^${footnote.note}]: ${escapeMarkdown(footnote.title)}${url}${quote}`;
}

const special = /[\\`*_[\]<>~|#&]/g;

/** A name set into Markdown so that it reads as it is; line breaks become spaces. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replaceAll(special, String.raw`\$&`);
}

function unescapeMarkdown(text: string): string {
  return text.replaceAll(/\\([\\`*_[\]<>~|#&])/g, "$1");
}

/** Whether a stretch of text would not be shown as it stands when it is put into Markdown prose. */
export function needsEscaping(text: string): boolean {
  return /[\\`*<>~|[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&#?\w|\n[ \t]*(?:[-+=#>|:]|\d{1,9}[.)]|\n)/u.test(text);
}
