import type { Mapped } from "./span.ts";

/**
 * A text as it is compared: straight quotes, hyphens for all dashes, one plain space for any white space, three dots for an
 * ellipsis, no soft hyphens or zero-width characters, lower case. Positions lead back to the text.
 */
export function foldTypography(text: string): Mapped {
  const out: string[] = [];
  const at: number[] = [];
  let isAfterSpace = true;
  for (let index = 0; index < text.length; index += 1) {
    const folded = foldCharacter(text.charAt(index));
    const isSpace = folded === " ";
    if (folded === "" || (isSpace && isAfterSpace)) continue;
    for (const character of folded) {
      out.push(character);
      at.push(index);
    }
    isAfterSpace = isSpace;
  }
  return { text: out.join(""), at: Int32Array.from([...at, text.length]) };
}

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 128) {
    if (code <= 32) return " ";
    return code >= 65 && code <= 90 ? character.toLowerCase() : character;
  }
  if (/[\u00ad\u200b-\u200f\u2060\ufeff]/.test(character)) return "";
  if (/\s/.test(character)) return " ";
  if (/[‘’‚‛′`´]/.test(character)) return "'";
  if (/[“”„‟″«»]/.test(character)) return '"';
  if (/[‐‑‒–—―−]/.test(character)) return "-";
  if (character === "…") return "...";
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
}
