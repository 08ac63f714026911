const small = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    .split(" ")
    .map((word, value) => [word, value] as const),
);
const tens = new Map("twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, index) => [word, (index + 2) * 10] as const));

const multipliers = new Map([
  ["hundred", 100],
  ["thousand", 1e3],
  ["k", 1e3],
  ["million", 1e6],
  ["mn", 1e6],
  ["mio", 1e6],
  ["m", 1e6],
  ["billion", 1e9],
  ["bn", 1e9],
  ["b", 1e9],
  ["trillion", 1e12],
  ["tn", 1e12],
  ["dozen", 12],
]);
const fractions = new Map([
  ["half", 1 / 2],
  ["halves", 1 / 2],
  ["third", 1 / 3],
  ["thirds", 1 / 3],
  ["quarter", 1 / 4],
  ["quarters", 1 / 4],
  ["fifth", 1 / 5],
  ["fifths", 1 / 5],
  ["tenth", 1 / 10],
  ["tenths", 1 / 10],
]);

/** The factor of a multiplier word or sign behind a numeral; the single letters count only where the caller knows that they do. */
export function multiplierOf(word: string): number | undefined {
  return multipliers.get(word.toLowerCase());
}

/** The share that "half" or "thirds" means. */
export function fractionOf(word: string): number | undefined {
  return fractions.get(word.toLowerCase());
}

/** The number that one word says ("twelve", "forty", "forty-two"). */
export function numberWord(word: string): number | undefined {
  const [first = "", second = "", ...rest] = word.toLowerCase().split("-");
  if (rest.length > 0) return undefined;
  const ten = tens.get(first);
  if (second === "") return small.get(first) ?? ten;
  const one = small.get(second);
  return ten !== undefined && one !== undefined && one > 0 && one < 10 ? ten + one : undefined;
}
