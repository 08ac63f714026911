import { plainText } from "./plain-text.ts";
import { type Block, readMarkdown } from "./read-markdown.ts";
import { sentences } from "./sentences.ts";
import { type Sentence, toOriginal } from "./span.ts";

/** The reading text of a Markdown text, and its blocks as they stand in it: `text.slice(start, end)` is a block's text. */
export interface Prose {
  text: string;
  blocks: Block[];
}

/** A sentence of the prose of a Markdown text: offsets and `text` are the given text's, `plain` is what a reader reads. */
export interface ProseSentence extends Sentence {
  plain: string;
}

/** What a reader reads: no marks, no code, no tables, no footnotes; blocks are separated by blank lines. */
export function readProse(markdown: string): Prose {
  const blocks: Block[] = [];
  const texts: string[] = [];
  let start = 0;
  for (const block of readMarkdown(markdown)) {
    if (block.kind === "code" || block.kind === "table" || block.kind === "footnote") continue;
    const { text } = plainText(markdown, block);
    blocks.push({ ...block, start, end: start + text.length, text });
    texts.push(text);
    start += text.length + 2;
  }
  return { text: texts.join("\n\n"), blocks };
}

/** The sentences of paragraphs, list items and quotes, in order; headings, code, tables and footnotes are no prose. `paragraph` counts blocks. */
export function proseSentences(text: string, blocks: readonly Block[]): ProseSentence[] {
  return blocks.flatMap((block, paragraph) => {
    if (block.kind !== "paragraph" && block.kind !== "list_item" && block.kind !== "quote") return [];
    const plain = plainText(text, block);
    return sentences(plain.text).map((sentence): ProseSentence => {
      const span = toOriginal(plain, sentence);
      return { ...span, text: text.slice(span.start, span.end), plain: sentence.text, paragraph };
    });
  });
}
