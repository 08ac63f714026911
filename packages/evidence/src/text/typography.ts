import type { Mapped } from "./span.ts";

/**
 * A text as it is compared: straight quotes, hyphens for all dashes, one plain space for any white space, three dots for an
 * ellipsis, no soft hyphens or zero-width characters, lower case. Positions lead back to the text.
 */
export function foldTypography(text: string): Mapped {
  const at = new Int32Array(text.length * 3 + 1);
  let folded = "";
  let length = 0;
  let isAfterSpace = true;
  for (let index = 0; index < text.length; index += 1) {
    const character = foldCharacter(text, index);
    const isSpace = character === " ";
    if (character === "" || (isSpace && isAfterSpace)) continue;
    folded += character;
    for (let copy = 0; copy < character.length; copy += 1) at[length++] = index;
    isAfterSpace = isSpace;
  }
  at[length] = text.length;
  return { text: folded, at: at.subarray(0, length + 1) };
}

function foldCharacter(text: string, index: number): string {
  const code = text.charCodeAt(index);
  const character = text.charAt(index);
  if (code < 128) {
    if (code <= 32) return " ";
    if (code === 96) return "'";
    return code >= 65 && code <= 90 ? character.toLowerCase() : character;
  }
  if (/[\u00ad\u200b-\u200f\u2060\ufeff]/.test(character)) return "";
  if (/\s/.test(character)) return " ";
  if (/[‘’‚‛′´]/.test(character)) return "'";
  if (/[“”„‟″«»]/.test(character)) return '"';
  if (/[‐‑‒–—―−]/.test(character)) return "-";
  if (character === "…") return "...";
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
}
