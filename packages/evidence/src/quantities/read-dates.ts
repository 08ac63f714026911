import type { Span } from "../text/span.ts";

/** A date as far as the text gives it. */
export interface WrittenDate extends Span {
  raw: string;
  year?: number;
  /** 1–12 */
  month?: number;
  day?: number;
  /** The first year of a decade ("the 1990s"). */
  decade?: number;
  /** 1–4 */
  quarter?: number;
}

const months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const month =
  "(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\\.|\\b))";
const year = "(?:1[0-9]|20|21)\\d\\d";
const day = "(?:[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?";

const patterns: readonly RegExp[] = [
  /\b(?<year>(?:1\d|20|21)\d\d)-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])\b/g,
  new RegExp(String.raw`\b(?<day>${day})(?: of)? (?<month>${month}),? (?<year>${year})\b`, "g"),
  new RegExp(String.raw`\b(?<month>${month}) (?<day>${day}),? (?<year>${year})\b`, "g"),
  new RegExp(String.raw`\b(?<month>${month}),? (?:of )?(?<year>${year})\b`, "g"),
  new RegExp(String.raw`\b(?<day>${day})(?: of)? (?<month>${month})(?![\p{L}])`, "gu"),
  new RegExp(String.raw`\b(?<month>${month}) (?<day>${day})(?![\p{L}\p{N}.,]*\d)`, "gu"),
  new RegExp(String.raw`\bQ(?<quarter>[1-4])(?: of)? (?<year>${year})\b`, "g"),
  new RegExp(String.raw`\b(?<decade>${year.replace("\\d\\d", "\\d0")})['’]?s\b`, "g"),
  new RegExp(
    String.raw`(?<=\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Dd]uring|[Ll]ast|[Ee]arly|[Ll]ate|[Ff]rom|[Ee]very|[Ee]ach|of|to) )(?<month>${month})(?! [\p{Lu}])`,
    "gu",
  ),
  new RegExp(
    String.raw`(?<=\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]efore|[Aa]fter|[Ff]rom|[Tt]o|[Ee]arly|[Ll]ate|[Mm]id|[Yy]ear|[Bb]etween|and|of|through|around|about|summer|winter|spring|autumn|fall)[ -]|[(–—-])(?<year>${year})(?![\d,.]*\d|[\p{L}%$€£]| (?:people|users|times|years|days|percent)\b)`,
    "gu",
  ),
  new RegExp(String.raw`(?<![\p{L}\p{N}.,$€£-])(?<year>(?:1[5-9]|20)\d\d)(?=[)\],.;:]?(?:\s|$)(?! ?(?:\p{Ll}+s\b|%|percent|people)))`, "gu"),
];

/** The dates of a text, in order. A bare four-digit number counts as a year where it stands like one. Bounded look-around, linear time. */
export function readDates(text: string): WrittenDate[] {
  if (!/\d|January|February|March|April|May|June|July|August|September|October|November|December/.test(text)) return [];
  const found: WrittenDate[] = [];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (!found.some((date) => date.start < span.end && span.start < date.end))
        found.push({ ...span, raw: match[0], ...partsOf(match.groups ?? {}) });
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

function partsOf(groups: Readonly<Record<string, string | undefined>>): Partial<WrittenDate> {
  const named = groups["month"]?.toLowerCase().replace(".", "");
  const place = named === undefined ? -1 : /^\d/.test(named) ? Number(named) - 1 : months.findIndex((name) => name.startsWith(named.slice(0, 3)));
  const number = (name: string): number | undefined => (groups[name] === undefined ? undefined : Number.parseInt(groups[name], 10));
  const [yearPart, dayPart, decade, quarter] = [number("year"), number("day"), number("decade"), number("quarter")];
  return {
    ...(yearPart === undefined ? {} : { year: yearPart }),
    ...(place === -1 ? {} : { month: place + 1 }),
    ...(dayPart === undefined ? {} : { day: dayPart }),
    ...(decade === undefined ? {} : { decade }),
    ...(quarter === undefined ? {} : { quarter }),
  };
}

const parts = ["year", "month", "day", "decade", "quarter"] as const;

/** How a claimed date stands to one of the evidence: the same as far as claimed, in conflict, or not comparable. */
export function compareDates(claimed: WrittenDate, evidence: WrittenDate): "same" | "conflict" | "other" {
  let shared = 0;
  let missing = 0;
  for (const part of parts) {
    const [left, right] = [claimed[part], partOf(evidence, part)];
    if (left === undefined) continue;
    if (right === undefined) missing += 1;
    else if (left !== right) return "conflict";
    else shared += 1;
  }
  return shared > 0 && missing === 0 ? "same" : "other";
}

/** Decade and quarter follow from year and month. */
function partOf(date: WrittenDate, part: (typeof parts)[number]): number | undefined {
  if (date[part] !== undefined) return date[part];
  if (part === "decade" && date.year !== undefined) return Math.floor(date.year / 10) * 10;
  return part === "quarter" && date.month !== undefined ? Math.ceil(date.month / 3) : undefined;
}
