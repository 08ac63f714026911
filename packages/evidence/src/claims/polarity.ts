import type { Lexicon } from "../text/words.ts";
import { words } from "../text/words.ts";

const negators =
  /^(?:not|no|never|none|neither|nor|nobody|nothing|nowhere|cannot|without|hardly|scarcely|rarely|seldom|n't|fail|fails|failed|failing|unable|refuse|refuses|refused|lack|lacks|lacked|lacking|deny|denies|denied|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|won't|wouldn't|can't|couldn't|shouldn't|hasn't|haven't|hadn't|ain't)$/;
/** Content words that a negation reaches. */
const reach = 5;

const clauseEnd =
  /[,;:—]|\b(?:but|although|though|while|whereas|because|and then|who|which|whose)\b|(?<!\b(?:not|true|false|so|say|says|said|show|shows|mean|means|think|case|fact|know|clear|certain|sure|likely)) that (?=\p{Ll}+s? )/iu;

interface Denials {
  /** Stems under a negation and nowhere else. */
  negated: ReadonlySet<string>;
  /** Stems both under a negation and outside of one. */
  disputed: ReadonlySet<string>;
}

/** What stands under a negation: the content words behind it, up to the end of the clause. */
export function negatedTerms(sentence: string, lexicon: Lexicon): Denials {
  const denied = new Set<string>();
  const asserted = new Set<string>();
  for (const clause of sentence.split(clauseEnd)) {
    let left = 0;
    for (const { text } of words(clause)) {
      if (negators.test(text.toLowerCase().replaceAll("’", "'"))) {
        left = left > 0 ? 0 : reach;
        continue;
      }
      const terms = lexicon.terms(text);
      for (const term of terms) (left > 0 ? denied : asserted).add(term);
      left = Math.max(0, left - terms.length);
    }
  }
  return {
    negated: new Set([...denied].filter((term) => !asserted.has(term))),
    disputed: new Set([...denied].filter((term) => asserted.has(term))),
  };
}

type OppositeKind = "comparison" | "negation" | "entity";

/** Word pairs of opposite meaning, with the defect that a swap of them is. */
const oppositeWords: readonly (readonly [OppositeKind, string, string])[] = [
  [
    "negation",
    "increase rise rose risen grow grew grown climb jump surge gain expand raise raised soar",
    "decrease fall fell fallen drop decline shrink shrank reduce cut lower sink sank lose lost plunge dwindle",
  ],
  ["comparison", "higher larger bigger greater", "lower smaller lesser"],
  ["comparison", "more", "less fewer"],
  ["comparison", "faster quicker", "slower"],
  ["comparison", "cheaper", "costlier dearer pricier"],
  ["comparison", "better", "worse"],
  ["comparison", "longer", "shorter"],
  ["comparison", "heavier", "lighter"],
  ["comparison", "warmer hotter", "colder cooler"],
  ["comparison", "older", "newer younger"],
  ["comparison", "stronger", "weaker"],
  ["comparison", "most highest largest biggest greatest", "least lowest smallest fewest"],
  ["comparison", "best", "worst"],
  ["comparison", "fastest", "slowest"],
  ["comparison", "before earlier", "after later"],
  ["comparison", "above over", "below under"],
  ["comparison", "first", "last"],
  ["entity", "north northern", "south southern"],
  ["entity", "east eastern", "west western"],
  ["entity", "left", "right"],
  ["entity", "upper top", "lower bottom"],
  ["entity", "inside indoor indoors", "outside outdoor outdoors"],
  ["entity", "day daytime", "night"],
  ["entity", "morning", "evening afternoon"],
  ["entity", "summer", "winter"],
  ["entity", "spring", "autumn"],
  ["entity", "men man male boy", "women woman female girl"],
  ["entity", "hot", "cold"],
  ["entity", "dry", "wet"],
  ["entity", "rural", "urban"],
  ["entity", "teacher", "pupil student"],
  ["entity", "employer", "employee"],
  ["entity", "seller", "buyer"],
  ["entity", "parent", "child"],
  ["negation", "enable allow permit", "disable forbid prohibit ban prevent block"],
  ["negation", "accept approve", "reject refuse deny decline"],
  ["negation", "open", "close shut"],
  ["negation", "start begin began begun", "stop end cease"],
  ["negation", "win won", "lose lost"],
  ["negation", "buy bought acquire", "sell sold"],
  ["negation", "support favour favor", "oppose"],
  ["negation", "include", "exclude omit"],
  ["negation", "encourage", "discourage deter"],
  ["negation", "improve", "worsen degrade harm damage"],
  ["negation", "add", "remove delete"],
  ["negation", "succeed", "fail"],
  ["negation", "create build built", "destroy"],
  ["negation", "accelerate", "slow slows slowed delay"],
  ["negation", "strengthen", "weaken"],
  ["negation", "confirm", "deny refute"],
  ["negation", "safe", "unsafe dangerous"],
  ["negation", "legal", "illegal"],
  ["negation", "possible", "impossible"],
  ["negation", "able", "unable"],
  ["negation", "connect", "disconnect"],
  ["negation", "encrypt", "decrypt"],
  ["negation", "hire", "fire dismiss"],
  ["negation", "free", "paid"],
  ["negation", "mandatory required compulsory", "optional voluntary"],
  ["negation", "public", "private"],
  ["negation", "present", "absent"],
  ["negation", "agree", "disagree"],
  ["negation", "keep kept retain", "discard drop"],
  ["negation", "save spare recover", "waste squander"],
  ["negation", "protect", "endanger threaten"],
  ["negation", "rich", "poor"],
  ["negation", "common", "rare"],
  ["negation", "easy", "hard difficult"],
  ["negation", "cheap inexpensive", "expensive costly"],
  ["negation", "fast quick", "slow"],
  ["negation", "true", "false"],
  ["negation", "pass", "fail"],
  ["negation", "import", "export"],
  ["negation", "upload", "download"],
  ["negation", "profit", "loss"],
  ["negation", "hit", "miss"],
  ["negation", "remember", "forget forgot"],
  ["negation", "attract", "repel"],
  ["negation", "widen", "narrow"],
  ["negation", "lengthen extend prolong", "shorten"],
];

const scopeWords: readonly [readonly string[], readonly string[]] = [
  ["all", "every", "each", "always", "everyone", "everything", "entire", "entirely", "whole", "full", "fully", "completely", "never", "none"],
  [
    "most",
    "some",
    "many",
    "several",
    "often",
    "usually",
    "sometimes",
    "mostly",
    "partly",
    "half",
    "few",
    "majority",
    "typically",
    "generally",
    "almost",
    "nearly",
  ],
];

/** One side of an opposition that a text shows. */
interface Direction {
  /** Number of the opposition. */
  pair: number;
  side: 0 | 1;
  word: string;
  kind: OppositeKind;
}

export interface Polarity {
  negated: ReadonlySet<string>;
  disputed: ReadonlySet<string>;
  directions: readonly Direction[];
  /** Words of universal and of partial scope. */
  universal: readonly string[];
  partial: readonly string[];
}

/** Reads what a sentence denies, which way its words point, and how far it reaches. */
export function createPolarityReader(lexicon: Lexicon): (sentence: string) => Polarity {
  const places = new Map<string, Omit<Direction, "word">[]>();
  for (const [pair, [kind, ...sides]] of oppositeWords.entries()) {
    for (const [side, list] of sides.entries()) {
      for (const word of list.split(" ")) {
        const key = lexicon.stem(word);
        places.set(key, [...(places.get(key) ?? []), { pair, side: side === 0 ? 0 : 1, kind }]);
      }
    }
  }
  return (sentence) => {
    const { negated, disputed } = negatedTerms(sentence, lexicon);
    const lowered = words(sentence).map(({ text }) => text.toLowerCase());
    const directions = lowered.flatMap((word) => {
      const key = lexicon.stem(word);
      const flip = negated.has(key);
      return (places.get(key) ?? []).map(({ pair, side, kind }): Direction => ({ pair, kind, word, side: flip ? (side === 0 ? 1 : 0) : side }));
    });
    return {
      negated,
      disputed,
      directions,
      universal: lowered.filter((word) => scopeWords[0].includes(word)),
      partial: lowered.filter((word) => scopeWords[1].includes(word)),
    };
  };
}
