import { notRun, outcomeOf, type Problem, type RailModule } from "../../report.ts";
import { words } from "../../text/words.ts";

/** Phrases that are worn out: they fill a line and say nothing. Simple patterns; an apostrophe may be straight or curly. */
const worn: readonly string[] = [
  "in today's (?:fast-paced|digital|modern|ever-changing|competitive) (?:world|age|era|landscape|environment)",
  "in the (?:ever-evolving|ever-changing|fast-paced|rapidly evolving) (?:world|landscape|realm)",
  "ever-(?:evolving|changing) landscape",
  "delv(?:e|es|ing) (?:deep(?:er)? )?into",
  "it(?:'s| is) (?:important|worth|crucial|essential) to (?:note|remember|mention|understand) that",
  "(?:a )?(?:rich|vibrant) tapestry of",
  "a testament to",
  "unlock(?:s|ing)? the (?:full )?(?:power|potential|secrets?)",
  "unleash(?:es|ing)? the (?:full )?(?:power|potential)",
  "take (?:your|it|things|their) [a-z]{3,20} to the next level",
  "game[- ]chang(?:er|ers|ing)",
  "cutting[- ]edge",
  "revolutioni[sz](?:e|es|ed|ing) the way",
  "seamless(?:ly)? integrat(?:e|es|ed|ion|ing)",
  "at the end of the day",
  "when it comes to [a-z]+, there(?:'s| is) no",
  "look no further",
  "whether you're an? [a-z ]{3,40} or an? ",
  "let's (?:dive|jump) (?:right )?in",
  "dive (?:deep(?:er)? )?into the world of",
  "embark(?:s|ing)? on (?:a|an|this|your) (?:[a-z]+ )?journey",
  "navigat(?:e|es|ing) the (?:complexities|complex|intricacies|challenges) of",
  "in (?:conclusion|summary), it(?:'s| is) clear that",
  "plays? an? (?:crucial|vital|pivotal|key|significant) role in",
  "the possibilities are endless",
  "the world of [a-z]+ is (?:vast|exciting|ever)",
  "harness(?:es|ing)? the power of",
  "a (?:holistic|synergistic) approach",
  "best-in-class",
  "world-class",
  "think outside the box",
  "low-hanging fruit",
  "move the needle",
  "paradigm shift",
  "one-stop shop",
  "tried and true",
  "needless to say",
  "last but not least",
  "in a nutshell",
  "the bottom line is",
  "stands? as a beacon",
  "a beacon of",
  "treasure trove of",
  "hustle and bustle",
  "not just [a-z ]{3,30}, (?:but|it's) ",
  "more than just an? [a-z]+(?:,|—| —)",
  "elevat(?:e|es|ing) your",
  "supercharg(?:e|es|ing) your",
  "empower(?:s|ing)? (?:you|businesses|users|teams) to",
  "in the realm of",
];
const phrase = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${worn.join("|").replaceAll("'", "['’]")})`, "giu");
/** From here on a text is made of them. */
const mostPhrases = 3;
const wordsForEach = 150;

/** Worn-out phrases are pointed at; a text that is full of them is warned of. Style, English only; quotations keep their words. */
export const bannedPhrases: RailModule = {
  name: "banned-phrases",
  run({ text, blocks, sentences, isEnglish }) {
    if (!isEnglish) return notRun("banned-phrases", "language");
    const found = blocks
      .filter((block) => block.kind === "paragraph" || block.kind === "list_item" || block.kind === "heading")
      .flatMap((block) => Array.from(block.text.matchAll(phrase), (match) => ({ start: block.start + match.index, raw: match[0].trim() })));
    const count = sentences.reduce((sum, { plain }) => sum + words(plain).length, 0);
    const problems = found.map(({ start, raw }): Problem => ({
      rule: "worn-phrase",
      severity: "info",
      start,
      end: start + raw.length,
      message: `"${raw}" is worn out.`,
      suggestion: "Say it plainly, or leave it out.",
    }));
    if (found.length >= mostPhrases && found.length * wordsForEach >= count)
      problems.push({
        rule: "worn-text",
        severity: "warning",
        start: 0,
        end: text.length,
        message: `The text has ${found.length} worn-out phrases.`,
      });
    return outcomeOf("banned-phrases", problems);
  },
};
