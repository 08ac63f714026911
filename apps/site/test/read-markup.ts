interface Piece {
  tag: string;
  attributes: Record<string, string>;
}

const reference = /&(?!(?:#x[\da-f]+|#\d+|amp|lt|gt|quot|apos);)/i;
const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<!doctype[^>]*>|<(\/?)([\w:-]+)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>/gi;
const neverClosed = new Set(["meta", "link", "input", "br", "img", "hr"]);

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [name, value]));
}

/**
 * Reads a document strictly and answers its opening tags: throws when a tag is not closed in order, when text holds a bare
 * bracket, and, in XML, at a bare "&" or a second root.
 */
export function readMarkup(document: string, kind: "html" | "xml"): Piece[] {
  const pieces: Piece[] = [];
  const open: string[] = [];
  let at = 0;
  let roots = 0;
  for (const match of document.matchAll(token)) {
    const text = document.slice(at, match.index);
    const isScript = open.at(-1) === "script";
    if (!isScript && /[<>]/.test(text.replaceAll(">", kind === "html" ? "" : ">"))) throw new Error(`A bare bracket in "${text}"`);
    if (kind === "xml" && reference.test(text)) throw new Error(`A bare "&" in "${text}"`);
    if (open.length === 0 && text.trim() !== "") throw new Error(`Text outside the root: "${text}"`);
    at = match.index + match[0].length;
    const [, slash, tag, attributes = "", isEmpty] = match;
    if (tag === undefined) continue;
    if (kind === "xml" && reference.test(attributes)) throw new Error(`A bare "&" in <${tag}${attributes}>`);
    if (slash === "/") {
      if (open.pop() !== tag) throw new Error(`</${tag}> closes what is not open`);
      continue;
    }
    pieces.push({ tag, attributes: attributesOf(attributes) });
    if (open.length === 0) roots += 1;
    if (isEmpty !== "/" && !(kind === "html" && neverClosed.has(tag))) open.push(tag);
  }
  if (open.length > 0 || roots !== 1 || document.slice(at).trim() !== "") throw new Error(`${roots} roots, <${open.join("><")}> left open`);
  return pieces;
}
