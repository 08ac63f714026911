import { type Article, type Mutant, type Mutation, replaced, replacedAt } from "./article.ts";

const months = "January February March April May June July August September October November December".split(" ");
const month = `(?:${months.join("|")})`;
const number = new RegExp(
  String.raw`(?<![\p{L}\d.,:-])(?<!\p{Lu}\p{Ll}+ )(?<currency>[€$£]?)(?<digits>[1-9]\d{0,2}(?:,\d{3})+|\d{1,4})(?<decimals>\.\d)?(?![\d,.:]*\d)(?! ${month})`,
  "gu",
);
const isYear = (written: string): boolean => /^(?:18|19|20)\d\d$/.test(written);

const units: Readonly<Record<string, string>> = {
  kg: "g",
  km: "m",
  hours: "minutes",
  minutes: "hours",
  days: "weeks",
  weeks: "days",
  months: "weeks",
  years: "months",
  metres: "kilometres",
  litres: "millilitres",
  tonnes: "kilograms",
  grams: "kilograms",
  kWh: "MWh",
  MWh: "kWh",
  kW: "W",
  ml: "l",
  pence: "pounds",
  cents: "euros",
  seconds: "minutes",
};
const turns: Readonly<Record<string, string>> = {
  more: "less",
  less: "more",
  fewer: "more",
  faster: "slower",
  quicker: "slower",
  cheaper: "dearer",
  longer: "shorter",
  higher: "lower",
  larger: "smaller",
  earlier: "later",
  cooler: "warmer",
  cleaner: "dirtier",
  Fewer: "More",
};
const roles =
  /\b(?:baker|owner|electrician|bookkeeper|gardener|shoemaker|engineer|manager|potter|painter|tailor|beekeeper|inspector|printer|clockmaker|mayor|chemist|founder|farmer|geologist|consultant)(?=,? \p{Lu}\p{Ll})/giu;
const content = /(?<![\p{L}’])\p{Ll}{5,}(?![\p{L}’])/gu;

function sentencesOf({ text }: Article): { start: number; end: number; text: string }[] {
  return Array.from(text.matchAll(/(?<=^|[.!?”] )\p{Lu}[^\n“”#]{20,300}?[.](?= |\n|$)/gmu))
    .filter(({ index }) => !text.slice(text.lastIndexOf("\n", index) + 1, index).startsWith("#"))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }));
}

/** The first digit becomes the next one, so that the number keeps its size. */
function nextDigit(written: string): string {
  return written.replace(/^[1-9]/, (digit) => (digit === "9" ? "8" : String(Number(digit) + 1)));
}

/** Two numbers of one sentence change places when what stands around the bare numbers is alike. */
function swapped(article: Article): Mutant[] {
  return sentencesOf(article).flatMap((sentence) => {
    const found = Array.from(
      sentence.text.matchAll(
        /([€$£]?)(?<![\d.,:])(\d[\d,]*(?:\.\d+)?)( (?:%|percent|°C|kg|km|kWh|MWh|hours|minutes|kW|cents|pence|francs))?(?![\d,.:]*\d)/g,
      ),
    );
    for (const [index, first] of found.entries()) {
      const second = found
        .slice(index + 1)
        .find((other) => other[1] === first[1] && other[3] === first[3] && isYear(other[2] ?? "") === isYear(first[2] ?? ""));
      if (second === undefined || first[2] === second[2]) continue;
      const { text } = sentence;
      const written =
        text.slice(0, first.index) +
        second[0] +
        text.slice(first.index + first[0].length, second.index) +
        first[0] +
        text.slice(second.index + second[0].length);
      return [replacedAt(article.text, sentence, written)];
    }
    return [];
  });
}

function misquoted({ text }: Article): Mutant[] {
  return Array.from(text.matchAll(/“[^”]{20,}”/g)).flatMap((quotation) => {
    const word = Array.from(quotation[0].matchAll(content)).at(-1);
    if (word === undefined) return [];
    const start = quotation.index + word.index;
    return [replacedAt(text, { start, end: start + word[0].length }, "winter")];
  });
}

/** Defects in single claims; the source stays as it is. */
export const claimMutations: readonly Mutation[] = [
  {
    kind: "number",
    plant: (article) =>
      replaced(article, number, (match) => (isYear(match[0]) || match[0].length < 2 ? match[0] : match[0].replace(/\d.*/, nextDigit))),
  },
  {
    kind: "unit",
    plant: (article) =>
      replaced(
        article,
        new RegExp(String.raw`(?<=(?:\d|\b(?:two|three|four|five|six|eight|nine|eleven|twelve)) )(?:${Object.keys(units).join("|")})\b`, "g"),
        ([unit]) => units[unit] ?? unit,
      ),
  },
  {
    kind: "magnitude",
    plant: (article) =>
      replaced(article, number, (match) => {
        const { currency = "", digits = "", decimals = "" } = match.groups ?? {};
        if (isYear(match[0])) return match[0];
        return currency + (Number(digits.replaceAll(",", "") + decimals) * 10).toLocaleString("en-US");
      }),
  },
  {
    kind: "date",
    plant: (article) => [
      ...replaced(article, new RegExp(String.raw`\b(?:19|20)\d\d\b`, "g"), ([year]) => String(Number(year) - 3)),
      ...replaced(
        article,
        new RegExp(String.raw`(?<=\b(?:in|since|of|\d) )${month}\b`, "gi"),
        ([name]) => months[(months.indexOf(name) + 5) % 12] ?? name,
      ),
    ],
  },
  {
    kind: "negation",
    plant: (article) => [
      ...replaced(article, /\b(did|does|do|has|have|is|are|was|were) not\b/g, (match) => match[1] ?? ""),
      ...replaced(article, /\b(?:is|are|was|were|has|can)\b(?! (?:not|no|hardly|only|never|nothing)\b)/g, ([verb]) => `${verb} not`),
    ],
  },
  {
    kind: "entity",
    plant: (article) => [
      ...replaced(article, new RegExp(String.raw`(?<=\b(?:in|at|of|from) )(?!${month})\p{Lu}\p{Ll}{3,}(?![\p{L}’]| \p{Lu})`, "gu"), () => "Dunmore"),
      ...replaced(article, /(?<=\p{Ll} )(\p{Lu}\p{Ll}+) (\p{Lu}\p{Ll}+)(?= |,|\.)/gu, (match) =>
        months.includes(match[1] ?? "") ? match[0] : "Martin Keller",
      ),
    ],
  },
  { kind: "role", plant: (article) => replaced(article, roles, ([role]) => (/^\p{Lu}/u.test(role) ? "Lawyer" : "lawyer")) },
  { kind: "quote", plant: misquoted },
  {
    kind: "comparison",
    plant: (article) => replaced(article, new RegExp(String.raw`\b(?:${Object.keys(turns).join("|")})\b`, "g"), ([word]) => turns[word] ?? word),
  },
  {
    kind: "causality",
    plant: (article) => [
      ...replaced(article, /\bbecause [^.“”\n]{8,120}\./g, () => "because the subsidies ended."),
      ...sentencesOf(article)
        .filter(({ text }) => !/\b(?:because|led|therefore|so|reason)\b/.test(text))
        .map((sentence) => replacedAt(article.text, sentence, sentence.text.replace(/\.$/, " because of a new tax."))),
    ],
  },
  { kind: "moved_value", plant: swapped },
  {
    kind: "version",
    plant: (article) =>
      replaced(
        article,
        /(?<=\b(?:[Vv]ersion|Ledgerline|software|Laundra|Shelfmark) )(\d+)\.(\d)\b/g,
        (match) => `${match[1]}.${(Number(match[2]) + 5) % 10}`,
      ),
  },
  {
    kind: "scope",
    plant: (article) =>
      replaced(article, /\b(?:Most|most|Some|some|Several|several|Few|few)\b(?= (?:of |\p{Ll}+ ?))/gu, ([word]) =>
        /^\p{Lu}/u.test(word) ? "All" : "all",
      ),
  },
  {
    kind: "invented_source",
    plant: (article) =>
      sentencesOf(article)
        .filter(({ text }) => !/\b(?:according|says|said)\b/i.test(text))
        .map((sentence) => replacedAt(article.text, sentence, sentence.text.replace(/\.$/, ", according to the Halvorsen Institute."))),
  },
];
