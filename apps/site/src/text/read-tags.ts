/** A tag of serialised HTML; offsets of the text it was read from. */
export interface Tag {
  name: string;
  isClosing: boolean;
  /** What stands between the name and the closing bracket. */
  attributes: string;
  start: number;
  end: number;
}

const tagPattern = /<(\/?)([a-z][a-z\d]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/g;

/**
 * The tags of sanitised, serialised HTML in order. Quoted attribute values are read as a whole, so that a tag written
 * inside one is not taken for a tag; text holds none, because a serialiser escapes its brackets.
 */
export function readTags(html: string): Tag[] {
  return [...html.matchAll(tagPattern)].map(({ 0: whole, 1: slash, 2: name = "", 3: attributes = "", index }) => ({
    name,
    isClosing: slash === "/",
    attributes,
    start: index,
    end: index + whole.length,
  }));
}

/** Where the element that opens at `tags[from]` ends: its closing tag, or undefined when it has none. */
export function closingTag(tags: readonly Tag[], from: number): Tag | undefined {
  const opening = tags[from];
  let depth = 0;
  for (const tag of tags.slice(from)) {
    if (tag.name !== opening?.name) continue;
    depth += tag.isClosing ? -1 : 1;
    if (depth === 0) return tag;
  }
  return undefined;
}

/** The value of an attribute as it is written; undefined when the tag lacks it. */
export function attributeOf(tag: Tag, name: string): string | undefined {
  const match = new RegExp(String.raw`\s${name}="([^"]*)"`).exec(tag.attributes);
  return match?.[1];
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeReferences(text: string): string {
  return text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/gi, (_whole, reference: string) => {
    if (!reference.startsWith("#")) return named[reference.toLowerCase()] ?? "";
    const isHex = /^#x/i.test(reference);
    const code = Number.parseInt(reference.slice(isHex ? 2 : 1), isHex ? 16 : 10);
    return code > 0x10_ff_ff ? "\uFFFD" : String.fromCodePoint(code);
  });
}

/** The words of a piece of HTML: tags taken out, references read, runs of white space made one. */
export function textOf(html: string): string {
  return decodeReferences(html.replaceAll(tagPattern, "")).replaceAll(/\s+/g, " ").trim();
}
