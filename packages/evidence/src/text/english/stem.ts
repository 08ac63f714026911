interface Regions {
  r1: number;
  r2: number;
}

interface Suffix {
  ending: string;
  becomes: string;
  /** What must stand before the ending. */
  after?: RegExp;
  /** The ending must lie in R2 instead of R1. */
  isFar?: boolean;
}

/**
 * English stems by the Porter2 ("English Snowball") algorithm as its author defines it: suffixes are taken off within the regions
 * R1 and R2, which follow the first and the second vowel-consonant pair. Lower-case input; a word with anything but a–z and '
 * comes back as it is.
 */
export function stem(word: string): string {
  if (word.length <= 2 || word.length > 60 || !/^[a-z']+$/.test(word)) return word;
  const exception = irregular.get(word);
  if (exception !== undefined) return exception;
  let current = markConsonantY(word.replace(/^'/, ""));
  const regions = regionsOf(current);
  current = takePlural(current.replace(/'(?:s'?)?$/, ""));
  if (settled.has(current)) return current;
  current = takePastAndProgressive(current, regions.r1).replace(/(?<=.[^aeiouy])[yY]$/, "i");
  for (const step of [secondStep, thirdStep, fourthStep]) current = replaceLongest(current, regions, step);
  return takeFinalLetter(current, regions).toLowerCase();
}

const irregular = new Map([
  ["skis", "ski"],
  ["skies", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["idly", "idl"],
  ["gently", "gentl"],
  ["ugly", "ugli"],
  ["early", "earli"],
  ["only", "onli"],
  ["singly", "singl"],
  ["sky", "sky"],
  ["news", "news"],
  ["howe", "howe"],
  ["atlas", "atlas"],
  ["cosmos", "cosmos"],
  ["bias", "bias"],
  ["andes", "andes"],
]);

const settled = new Set(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"]);

/** "ending:replacement" in one line each; an empty replacement takes the ending off. */
function suffixes(lines: string, shared: Partial<Suffix> = {}): Suffix[] {
  return lines.split(" ").map((line) => {
    const [ending = "", becomes = ""] = line.split(":");
    return { ending, becomes, ...shared };
  });
}

const secondStep: readonly Suffix[] = [
  ...suffixes("ational:ate tional:tion ization:ize ation:ate ator:ate enci:ence anci:ance abli:able entli:ent izer:ize alism:al aliti:al alli:al"),
  ...suffixes("fulness:ful ousness:ous ousli:ous iveness:ive iviti:ive biliti:ble bli:ble fulli:ful lessli:less"),
  { ending: "ogi", becomes: "og", after: /l$/ },
  { ending: "li", becomes: "", after: /[cdeghkmnrt]$/ },
].toSorted((a, b) => b.ending.length - a.ending.length);

const thirdStep: readonly Suffix[] = [
  ...suffixes("ational:ate tional:tion alize:al icate:ic iciti:ic ical:ic ness ful"),
  { ending: "ative", becomes: "", isFar: true },
].toSorted((a, b) => b.ending.length - a.ending.length);

const fourthStep: readonly Suffix[] = [
  ...suffixes("al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize", { isFar: true }),
  { ending: "ion", becomes: "", after: /[st]$/, isFar: true },
].toSorted((a, b) => b.ending.length - a.ending.length);

/** A y that opens the word or follows a vowel is a consonant, marked Y. */
function markConsonantY(word: string): string {
  return word.replace(/^y/, "Y").replaceAll(/(?<=[aeiouy])y/g, "Y");
}

function regionsOf(word: string): Regions {
  const opening = /^(?:gener|commun|arsen)/.exec(word);
  const r1 = opening === null ? afterVowelConsonant(word, 0) : opening[0].length;
  return { r1, r2: afterVowelConsonant(word, r1) };
}

function afterVowelConsonant(word: string, from: number): number {
  const pair = /[aeiouy][^aeiouy]/.exec(word.slice(from));
  return pair === null ? word.length : from + pair.index + 2;
}

function takePlural(word: string): string {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/ie[sd]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (/(?:us|ss)$/.test(word)) return word;
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word;
}

function takePastAndProgressive(word: string, r1: number): string {
  const kept = /eed(?:ly)?$/.exec(word);
  if (kept !== null) return kept.index >= r1 ? `${word.slice(0, kept.index)}ee` : word;
  const taken = /(?:ed|ing)(?:ly)?$/.exec(word);
  if (taken === null || !/[aeiouy]/.test(word.slice(0, taken.index))) return word;
  const rest = word.slice(0, taken.index);
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(rest)) return rest.slice(0, -1);
  return rest.length <= r1 && endsInShortSyllable(rest) ? `${rest}e` : rest;
}

function replaceLongest(word: string, { r1, r2 }: Regions, step: readonly Suffix[]): string {
  const suffix = step.find(({ ending }) => word.endsWith(ending));
  if (suffix === undefined) return word;
  const rest = word.slice(0, -suffix.ending.length);
  const isInRegion = rest.length >= (suffix.isFar === true ? r2 : r1);
  return isInRegion && (suffix.after === undefined || suffix.after.test(rest)) ? rest + suffix.becomes : word;
}

function takeFinalLetter(word: string, { r1, r2 }: Regions): string {
  const rest = word.slice(0, -1);
  if (word.endsWith("e")) return rest.length >= r2 || (rest.length >= r1 && !endsInShortSyllable(rest)) ? rest : word;
  return word.endsWith("ll") && rest.length >= r2 ? rest : word;
}

function endsInShortSyllable(word: string): boolean {
  return /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/.test(word);
}
