import { outcomeOf, type Problem, type RailModule } from "../../report.ts";

interface Kind {
  name: string;
  pattern: RegExp;
  isMeant(found: string): boolean;
}

/** Addresses of a desk, not of a person, and those that are set aside for examples. */
const deskAddress =
  /^(?:info|contact|hello|office|support|help|sales|press|team|mail|admin|privacy|legal|jobs|service|orders?|shop|news|newsletter|no-?reply)@|@(?:[\w-]+\.)*example\.(?:com|org|net)$|\.(?:test|example|invalid)$/i;

const kinds: readonly Kind[] = [
  {
    name: "an e-mail address",
    pattern: /(?<![\w.+@-])[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,4}\.[a-z]{2,24}(?![\w@])/gi,
    isMeant: (found) => !deskAddress.test(found),
  },
  { name: "a bank account", pattern: /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?!\w)/g, isMeant: isIban },
  { name: "a card number", pattern: /(?<![\d.,-]|[A-Z]{2}\d{2} )[3-6]\d{3}(?:[ -]?\d){9,15}(?![\d.,-]*\d)/g, isMeant: isCard },
  { name: "a social security number", pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, isMeant: () => true },
  {
    name: "a telephone number",
    pattern:
      /(?<![\w.+-])(?:\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}|(?<=\b(?:tel|phone|telephone|mobile|cell|call|whatsapp|fax|ring)[.:]{0,2} (?:me |us |her |him |them )?(?:on |at )?)0\d[\d /-]{5,14}\d)(?!\w)/gi,
    isMeant: (found) => /^\D*(?:\d\D*){8,15}$/.test(found),
  },
  { name: "an IP address", pattern: /(?<![\w.]|version |v)\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)/gi, isMeant: isPublicAddress },
  { name: "an IP address", pattern: /(?<![\w:])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?![\w:])/gi, isMeant: () => true },
];

/**
 * Nothing that belongs to one person stands in the text: addresses, numbers of telephones, accounts and cards. It warns only, because a
 * business may print its own. What is cited from a source (footnotes, quote blocks) is the source's.
 */
export const privacy: RailModule = {
  name: "privacy",
  run({ blocks }) {
    const problems: Problem[] = [];
    for (const block of blocks) {
      if (block.kind === "footnote" || block.kind === "quote" || block.kind === "code") continue;
      for (const { name, pattern, isMeant } of kinds) {
        for (const match of block.text.matchAll(pattern)) {
          const start = block.start + match.index;
          const end = start + match[0].length;
          const isTaken = problems.some((problem) => problem.start < end && start < problem.end);
          if (isTaken || !isMeant(match[0]) || isInAddress(block.text, match.index)) continue;
          const message = `This looks like ${name}.`;
          problems.push({
            rule: "personal-data",
            severity: "warning",
            start,
            end,
            message,
            suggestion: "Take it out unless it is meant to be public.",
          });
        }
      }
    }
    return outcomeOf("privacy", problems);
  },
};

/** Inside the address of a link, where numbers are names of pages. */
function isInAddress(text: string, at: number): boolean {
  return /https?:\/\/[^\s<>()]{0,500}$/i.test(text.slice(Math.max(0, at - 520), at));
}

/** ISO 13616: the first four characters moved behind the others, letters as numbers, leave 1 by 97. */
function isIban(found: string): boolean {
  const bare = found.replaceAll(" ", "");
  if (bare.length < 15 || bare.length > 34) return false;
  let rest = 0;
  for (const character of bare.slice(4) + bare.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** ISO/IEC 7812: the digits, every second one doubled, sum to a multiple of ten. */
function isCard(found: string): boolean {
  const digits = Array.from(found.replaceAll(/\D/g, ""), Number).toReversed();
  if (digits.length < 13 || digits.length > 19) return false;
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0 && new Set(digits).size > 2;
}

/** Four numbers up to 255, outside the ranges of RFC 1918, loopback, link-local and documentation. */
function isPublicAddress(found: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = found.split(".").map(Number);
  if ([a, b, c, d].some((part) => part > 255) || a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32) || (a === 169 && b === 254)) return false;
  return !((a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113));
}
