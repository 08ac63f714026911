import { normalText } from "./same-text.ts";

/** A sentence that gives a thing its one value: "The delivery fee is 5 EUR." */
export interface ValueStatement {
  /** The words for the thing, and the kind and unit of the value. */
  subject: string;
  value: string;
}

interface ValueShape {
  name: string;
  shape: RegExp;
  unitOf?: (match: RegExpExecArray) => string;
}

const number = String.raw`\d{1,12}(?:[.,]\d{1,6})*`;
const unit = String.raw`%|percent|€|eur|usd|\$|gbp|£|kg|g|km|m|cm|mm|l|ml|hours?|minutes?|seconds?|days?|weeks?|months?|years?|people|employees|degrees|°c|°f`;

/** One value and nothing else: no "about", no "at least", no list. */
const values: readonly ValueShape[] = [
  { name: "date", shape: /^\d{4}-\d{2}-\d{2}$/ },
  { name: "time", shape: /^\d{1,2}:\d{2}(?: ?[ap]m)?$/ },
  { name: "email", shape: /^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$/ },
  { name: "url", shape: /^https?:\/\/\S{1,500}$/ },
  { name: "version", shape: /^v?\d{1,4}\.\d{1,4}\.\d{1,6}$/ },
  { name: "money", shape: new RegExp(`^([€$£])${number}$`), unitOf: ([, sign]) => sign ?? "" },
  { name: "number", shape: new RegExp(`^${number}(?: ?(${unit}))?$`), unitOf: ([, sign]) => (sign ?? "").replace(/s$/, "") },
];

const longest = 200;
const statement = /^([^:=?!;]{3,120}?)(?: is | are |: | = )(\S.{0,500})$/;
/** A thing that is one of several, not fully named, or spoken of as it was, will be or might be. */
const unsure =
  /\b(?:an?|some|one|another|other|each|every|any|most|many|few|this|that|these|those|it|he|she|they|there|today|yesterday|tomorrow|now|currently|next|last|not|no|never|if|when|was|were|will|would|may|might|could|should|about|is|are|or)\b|n't\b/;

/** Reads a sentence as the value of a named thing; undefined whenever it might be anything else. English. */
export function readValueStatement(text: string): ValueStatement | undefined {
  if (text.length > longest) return undefined;
  const match = statement.exec(normalText(text));
  const [, thing = "", given = ""] = match ?? [];
  if (match === null || unsure.test(thing)) return undefined;
  const words = thing.replace(/^(?:the|our|my) /, "").trim();
  if (!/\p{L}{2}/u.test(words)) return undefined;
  for (const { name, shape, unitOf } of values) {
    const found = shape.exec(given);
    if (found !== null) return { subject: `${words} ${name} ${unitOf?.(found) ?? ""}`, value: given };
  }
  return undefined;
}

/** True when both give the same thing a value, and not the same one. */
export function areContradicting(one: ValueStatement, other: ValueStatement): boolean {
  return one.subject === other.subject && one.value !== other.value;
}
