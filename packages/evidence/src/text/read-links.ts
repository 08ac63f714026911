import type { Block } from "./read-markdown.ts";
import type { Span } from "./span.ts";

/** A link or picture of a Markdown text; offsets of the whole of it. */
export interface Link extends Span {
  /** What a reader sees of it; empty for a bare address. */
  label: string;
  /** Where it leads, without white space and control characters, as a browser reads it. */
  target: string;
}

const written =
  /!?\[(?<label>[^\]\n]{0,300})\]\(\s{0,5}<?(?<inline>[^()\s<>]{1,2048}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?)>?(?:[ \t]{1,5}"[^"\n]{0,300}")?[ \t]{0,5}\)?|<(?<auto>[a-z][a-z\d+.-]{1,20}:[^<>\s]{1,2048})>|^ {0,3}\[(?!\^)[^\]\n]{1,100}\]:[ \t]{1,5}<?(?<defined>[^\s<>]{1,2048})|\b(?:href|src)\s{0,3}=\s{0,3}["']?(?<attribute>[^"'\s>]{1,2048})|(?<bare>\bhttps?:\/\/[^\s<>()[\]"'”’]{1,2048})/gim;

/** The links of a text: inline, in angle brackets, by definition, as attribute and bare; code has none. Bounded, linear time. */
export function readLinks(blocks: readonly Block[]): Link[] {
  return blocks.flatMap((block) => {
    if (block.kind === "code") return [];
    return Array.from(block.text.matchAll(written)).flatMap((match): Link[] => {
      const { label = "", inline, auto, defined, attribute, bare } = match.groups ?? {};
      const raw = inline ?? auto ?? defined ?? attribute ?? bare?.replace(/[.,;:!?*_]+$/, "") ?? "";
      const start = block.start + match.index;
      if (isInCode(block.text, match.index)) return [];
      return [{ start, end: start + match[0].length, label, target: readTarget(raw) }];
    });
  });
}

function readTarget(raw: string): string {
  return raw
    .replaceAll(/&#x?([\da-f]{1,6});?/gi, (whole: string, digits: string) => decoded(Number.parseInt(digits, /^&#x/i.test(whole) ? 16 : 10)))
    .replaceAll("&colon;", ":")
    .replaceAll(/&(?:tab|newline);/gi, "")
    .replaceAll(/\p{Cc}/gu, "");
}

function decoded(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

function isInCode(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf("\n", at) + 1, at - 500), at);
  return (line.split("`").length - 1) % 2 === 1;
}

/** The host of a web address, lower case, without user and port; undefined when it has none. */
export function hostOf(target: string): string | undefined {
  const authority = /^(?:https?:)?\/\/([^/?#\\]{1,300})/i.exec(target)?.[1];
  const host = authority
    ?.slice(authority.lastIndexOf("@") + 1)
    .replace(/:\d{0,5}$/, "")
    .toLowerCase();
  return host === "" ? undefined : host;
}
