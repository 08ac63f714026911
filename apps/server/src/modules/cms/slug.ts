import { createHash } from "node:crypto";
import { isUuid } from "@cofounder/kernel";

const latin = "ß=ss æ=ae œ=oe ø=o đ=d ð=d þ=th ł=l ħ=h ı=i ŋ=n ĸ=k ŧ=t ſ=s";
const cyrillic =
  "а=a б=b в=v г=g ґ=g д=d е=e є=ye ж=zh з=z и=i і=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya";
const greek = "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o";
const signs = "&=-and- @=-at- %=-percent- €=-euro- $=-dollar- £=-pound-";

/** Letters that Unicode does not take apart into a base letter and a mark, and signs that are words. */
const letters = new Map([latin, cyrillic, greek, signs].flatMap((list) => list.split(" ").map((pair) => pair.split("=") as [string, string])));

const longestSlug = 80;
const slugShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export function isSlug(text: string): boolean {
  return text.length <= 200 && slugShape.test(text);
}

function transliterate(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/['’ʼ`]/g, "");
  return Array.from(plain, (letter) => letters.get(letter) ?? letter).join("");
}

/** Words that want another word after them: an address that was cut does not end in one. */
const danglingWords = new Set(
  (
    "a an the this that these those my your his her its our their some any each every no not " +
    "and or but nor so yet if when while because although though unless until than as like " +
    "who whom whose which what where why how whether " +
    "of to in on at by for from with without into onto upon over under between among through during before after about against across along behind near off per via vs " +
    "is are was were be been being has have had do does did can could will would shall should may might must"
  ).split(" "),
);

function cutAtWord(slug: string): string {
  if (slug.length <= longestSlug) return slug;
  const [whole = "", ...rest] = slug.slice(0, longestSlug + 1).split("-");
  // The last piece is a part of a word, or nothing where the cut falls behind one.
  const kept = rest.slice(0, -1);
  while (danglingWords.has(kept.at(-1) ?? "")) kept.pop();
  return [whole.slice(0, longestSlug), ...kept].join("-");
}

/**
 * Turns words into an address: small Latin letters, digits and hyphens, at most 80 characters, cut between words and not
 * behind one that leads to the next, never like a UUID (an address may be given where an id may). Words in a script that
 * has no letters here become `fallback` and a short hash, so that two of them stay apart.
 */
export function slugOf(words: string, fallback: string): string {
  const slug = cutAtWord(
    transliterate(words)
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, ""),
  );
  if (slug === "") return `${fallback}-${createHash("sha256").update(words.trim().toLowerCase()).digest("hex").slice(0, 8)}`;
  return isUuid(slug) ? `${fallback}-${slug}` : slug;
}

const numberedTries = 20;

/** The addresses to try for a post, in order: the plain one, then -2, -3 …, and last one that ends in the post's own id. */
export function* slugTries(slug: string, postId: string): Generator<string> {
  yield slug;
  for (let number = 2; number <= numberedTries; number++) yield `${slug}-${number}`;
  yield `${slug}-${postId.slice(-12)}`;
}
