import { readDates } from "../quantities/read-dates.ts";
import { readQuantities } from "../quantities/read-quantities.ts";
import type { ProseSentence } from "../text/read-prose.ts";
import { words } from "../text/words.ts";
import { readNames } from "./names.ts";

const instruction =
  /^["'“‘(]?(?:please|let's|let us|try|use|run|install|check|consider|make sure|make|remember|note|see|do not|don't|never|always|start|begin|choose|pick|read|write|keep|avoid|ask|think about|look|click|open|set|add|remove|delete|create|put|take|go|get|give|follow|ensure|test|copy|store|save|enter|select|type|visit|learn|find out|subscribe|download|imagine|picture|suppose|turn|plan|schedule|review|compare|measure|decide|stop|feel free|be (?:sure|careful|aware)|first,? (?:choose|make|set|open|install)|if you)\b/i;
const address = /\b(?:you|your|yours|yourself)\b/i;
const firstPerson = /\b(?:i|we|me|us|my|our|ours|mine)\b/i;
const opinion =
  /\b(?:in my (?:opinion|view)|in our (?:opinion|view)|i (?:think|believe|feel|guess|suspect|hope|love|like|hate|would)|we (?:think|believe|feel|hope|love|recommend|suggest)|should|ought to|deserves?|arguably|hopefully|unfortunately|luckily|surprisingly|frankly|honestly|personally|it is worth|it's worth|worth (?:it|a|the|remembering|noting)|seems?|perhaps|maybe|wonderful|beautiful|exciting|amazing|awesome|great|fantastic|lovely|boring|annoying|delightful|elegant|terrible|horrible|nice|ugly|fascinating|inspiring|remarkable|impressive|pleasant|charming|stunning|a pity|a shame|no one should|everyone should|of course|nothing beats|a joy|a matter of taste|the right choice|game[- ]changer)\b/i;
const transition =
  /\b(?:this (?:article|post|section|guide|chapter|digest|piece|text|page)|the (?:next|following|previous|last) (?:section|part|chapter|paragraph)s?|below|as we (?:saw|have seen|will see)|let's|in (?:short|summary|conclusion|closing)|to sum up|in what follows|we (?:will|shall|now|then) (?:look|see|turn|explore|discuss|cover)|turns? to|more on (?:this|that)|that said|here(?:'s| is| are) (?:how|what|why|the|some|a)|the question (?:is|remains)|that is the (?:question|point)|which brings us|time will tell)\b/i;
const quotation = /[“"][^“”"]{12,600}[”"]/;
const comparison =
  /\b(?:than|twice|double[ds]?|half as|as \w+ as|compared (?:with|to)|more|less|fewer|most|least|\w{3,}est\b(?= (?:of|in|known|ever)))\b/i;
const cause = /\b(?:because|caused?|causes|due to|leads? to|led to|results? in|resulted in|thanks to|owing to|therefore|as a result|since)\b/i;
const version = /\bv(?:ersion)? ?\d+(?:\.\d+)*\b|\b\d+\.\d+\.\d+\b/i;
const finiteVerb =
  /\b(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|may|might|must|\p{L}{2,}(?:ed|es|s)|began|became|brought|built|bought|came|chose|cost|cut|drew|fell|felt|found|gave|grew|held|kept|knew|led|left|lost|made|met|paid|put|ran|read|rose|said|saw|sent|set|sold|spent|stood|took|told|thought|took|went|won|wrote|need|use|run|keep|store|make|show|allow|cause|reduce|increase|require|contain|include|provide|offer|support|work|take|give|help|save|lose|fail|grow|remain|consist|depend)\b/iu;
/** Content words that a plain statement has at least. */
const leastWords = 4;

/**
 * Whether a sentence of prose states something that evidence could bear out or refute: a number, date, quotation, name, comparison,
 * cause, version or event, or any other plain statement in the third person. Questions, instructions, opinions and transitions are not.
 */
export function isClaim(sentence: string, isKnownName: (lowered: string) => boolean): boolean {
  const text = sentence.trim();
  const count = words(text).length;
  if (count < 3 || !/\p{Ll}/u.test(text) || /[?:]["'”’)*_]{0,4}$/.test(text)) return false;
  if (quotation.test(text)) return true;
  if (instruction.test(text) && !/^(?:note|see)\p{L}/iu.test(text)) return false;
  const dates = readDates(text);
  const isHard = dates.length > 0 || readQuantities(text, dates).length > 0 || version.test(text);
  if (transition.test(text) && !isHard) return false;
  if (address.test(text) && !isHard) return false;
  if (/\b(?:i think|i believe|in my (?:opinion|view)|we (?:think|believe|hope|recommend|suggest)|you should|should you)\b/i.test(text)) return false;
  if (isHard) return true;
  if (opinion.test(text) || firstPerson.test(text)) return false;
  if (readNames(text, isKnownName).length > 0 && finiteVerb.test(text)) return true;
  if (comparison.test(text) || cause.test(text)) return true;
  return count >= leastWords && finiteVerb.test(text);
}

/** The claims among the sentences of a text. */
export function extractClaims(sentences: readonly ProseSentence[], isKnownName: (lowered: string) => boolean): ProseSentence[] {
  return sentences.filter((sentence) => isClaim(sentence.plain, isKnownName));
}
