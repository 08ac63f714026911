import { attributeOf, closingTag, readTags, type Tag, textOf } from "./read-tags.ts";

export interface Heading {
  id: string;
  text: string;
}

/** A footnote of a post: its own place in the page, and the place of the mark that leads to it. */
export interface Note {
  id: string;
  markId: string;
  number: number;
  /** "Title, address — “quote”" as it reads, without the way back. */
  text: string;
}

export interface PostContent {
  /** The first paragraph of a digest when it is set apart as a whole: what the digest says of itself. */
  opening: string | undefined;
  /** The text without opening and footnotes. */
  body: string;
  headings: Heading[];
  notes: Note[];
  /** The list of footnotes as HTML; undefined when there are none. */
  notesHtml: string | undefined;
}

interface Cut {
  start: number;
  end: number;
}

function without(html: string, cut: Cut | undefined): string {
  return cut === undefined ? html : html.slice(0, cut.start) + html.slice(cut.end);
}

function findNotes(html: string): { cut: Cut; list: string } | undefined {
  const tags = readTags(html);
  const from = tags.findIndex(({ name, isClosing, attributes }) => name === "section" && !isClosing && /\sdata-footnotes\b/.test(attributes));
  const opening = tags[from];
  const closing = closingTag(tags, from);
  if (opening === undefined || closing === undefined) return undefined;
  const listFrom = tags.findIndex(({ name, start }) => name === "ol" && start > opening.start);
  const list = tags[listFrom];
  const listEnd = closingTag(tags, listFrom);
  if (list === undefined || listEnd === undefined || listEnd.end > closing.start) return undefined;
  return { cut: { start: opening.start, end: closing.end }, list: html.slice(list.start, listEnd.end) };
}

function readNotes(list: string): Note[] {
  const tags = readTags(list);
  const items = tags.flatMap((tag, index) => {
    const id = attributeOf(tag, "id");
    const end = closingTag(tags, index);
    return tag.name !== "li" || id === undefined || end === undefined ? [] : [{ id, start: tag.end, end: end.start }];
  });
  return items.map(({ id, start, end }, index) => {
    const back = tags.find((tag) => tag.start > start && tag.start < end && /\sdata-footnote-backref\b/.test(tag.attributes));
    const markId = back === undefined ? "" : (attributeOf(back, "href") ?? "").replace(/^#/, "");
    return { id, markId, number: index + 1, text: textOf(list.slice(start, back?.start ?? end)) };
  });
}

/** The first paragraph when it is emphasised from its first letter to its last and speaks of the digest. */
function findOpening(html: string): { cut: Cut; text: string } | undefined {
  const tags = readTags(html);
  const end = closingTag(tags, 0);
  const [paragraph, emphasis] = tags;
  const emphasisEnd = closingTag(tags, 1);
  if (paragraph === undefined || end === undefined || emphasis === undefined || emphasisEnd === undefined) return undefined;
  const isWhole = paragraph.start === 0 && paragraph.name === "p" && emphasis.name === "em" && emphasis.start === paragraph.end;
  const text = textOf(html.slice(paragraph.start, end.end));
  return isWhole && emphasisEnd.end === end.start && /\bdigest\b/i.test(text) ? { cut: { start: 0, end: end.end }, text } : undefined;
}

function readHeadings(html: string): Heading[] {
  const tags = readTags(html);
  return tags.flatMap((tag, index) => {
    const id = attributeOf(tag, "id");
    const end = closingTag(tags, index);
    if (tag.name !== "h2" || tag.isClosing || id === undefined || end === undefined) return [];
    return [{ id, text: textOf(html.slice(tag.end, end.start).replaceAll(/<sup>.*?<\/sup>/gs, "")) }];
  });
}

/**
 * What stands in place of a tag: wide things get a frame that scrolls by itself and can be reached by keyboard, the boxes of a
 * task list get a name.
 */
function reachable(tag: Tag, html: string): string {
  const own = html.slice(tag.start, tag.end);
  if (tag.isClosing) return tag.name === "table" ? `${own}</div>` : own;
  switch (tag.name) {
    case "pre":
      return `<pre tabindex="0"${tag.attributes}>`;
    case "table":
      return `<div class="table-frame" role="region" aria-label="Table" tabindex="0">${own}`;
    case "input":
      return `<input aria-label="${/\schecked\b/.test(tag.attributes) ? "Done" : "Not done"}"${tag.attributes}>`;
    default:
      return own;
  }
}

function makeReachable(html: string): string {
  let reached = "";
  let at = 0;
  for (const tag of readTags(html)) {
    reached += html.slice(at, tag.start) + reachable(tag, html);
    at = tag.end;
  }
  return reached + html.slice(at);
}

/** Takes a post's sanitised HTML apart into what the page sets in different places. */
export function readContent(html: string, kind: "digest" | "article"): PostContent {
  const notes = findNotes(html);
  const text = without(html, notes?.cut).trim();
  const opening = kind === "digest" ? findOpening(text) : undefined;
  const body = without(text, opening?.cut).trim();
  return {
    opening: opening?.text,
    body: makeReachable(body),
    headings: readHeadings(body),
    notes: notes === undefined ? [] : readNotes(notes.list),
    notesHtml: notes?.list,
  };
}
