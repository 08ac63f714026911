import { createHash } from "node:crypto";

const before = new Set(` "'«»`);
const behind = new Set(` "'«».!`);

/** The text without such marks at its ends; a regular expression would look at a long run of them again and again. */
function withoutEdges(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && before.has(text.charAt(start))) start++;
  while (end > start && behind.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** A text as it is compared: without differences of case, spacing, quotation marks and the full stop. Words, numbers and question marks stay. */
export function normalText(text: string): string {
  const plain = text
    .normalize("NFKC")
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C-\u201E]/g, '"')
    .replaceAll(/\s+/g, " ");
  return withoutEdges(plain).toLowerCase();
}

interface Told {
  text: string;
  kind: string;
  person: string | null;
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

/** The same for two memories that say the same: equal after normalisation, of one kind, about one person. */
export function samenessOf({ text, kind, person }: Told): string {
  // A text of nothing but marks is compared as it is.
  return digest([kind, person ?? "", normalText(text) || text]);
}

/** The same for facts that give a value of the same thing: of one kind, about one person. */
export function subjectKeyOf(subject: string, { kind, person }: Omit<Told, "text">): string {
  return digest([kind, person ?? "", subject]);
}
