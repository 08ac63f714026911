import { hostOf, type Link, readLinks } from "../../text/read-links.ts";
import { type Disclosure, notRun, outcomeOf, type Problem, type RailModule } from "../../report.ts";

const said: Record<Disclosure, RegExp> = {
  ai: /\b(?:ai|a\.i\.|artificial intelligence|language model|machine)[- ](?:generated|assisted|written|drafted|made|aided|supported)\b|\b(?:written|drafted|made|produced|generated|created|prepared|composed|researched|edited|translated)\b[^.!?\n]{0,60}\b(?:by|with|using|from)\b[^.!?\n]{0,40}\b(?:ai|a\.i\.|artificial intelligence|(?:large )?language models?)\b|\b(?:ai|artificial intelligence|a language model) (?:helped|was used|wrote|drafted|assisted)\b/i,
  affiliate:
    /\baffiliate (?:links?|programmes?|programs?|disclosure|partners?|commissions?)\b|\b(?:earn|get|receive|paid)\b[^.!?\n]{0,40}\b(?:commissions?|affiliate)\b|\bsponsored (?:post|article|links?|by)\b|\b(?:advertisement|paid partnership)\b/i,
};
const wanted: Record<Disclosure, string> = {
  ai: "The article does not say that it was made with AI.",
  affiliate: "The article does not say that it earns by its links.",
};
const affiliateHost =
  /(?:^|\.)(?:amzn\.to|awin1\.com|shareasale\.com|anrdoezrs\.net|jdoqocy\.com|tkqlhce\.com|dpbolvw\.net|kqzyfj\.com|go2cloud\.org|linksynergy\.com|pjtra\.com|pntra\.com|avantlink\.com|rstyle\.me|shopstyle\.it|prf\.hn|sjv\.io|pxf\.io|digistore24\.com|hop\.clickbank\.net)$/;
const affiliateParameter = /[?&](?:aff(?:iliate)?(?:_?id)?|aff_sub|affid|partner_?id|awc|irclickid|utm_medium=affiliate\b|clickref)(?:=|&|$)/i;

/**
 * A reader is told what a text earns and who made it. Links that earn need the line; an article needs those lines that its publisher
 * asked for. The line is read in English only.
 */
export const disclosure: RailModule = {
  name: "disclosure",
  run({ text, blocks, kind, disclosures, isEnglish }) {
    const earning = readLinks(blocks).filter(isAffiliate);
    const asked = kind === "article" ? disclosures : [];
    if (!isEnglish && (earning.length > 0 || asked.length > 0)) return notRun("disclosure", "language");
    const body = blocks
      .filter((block) => block.kind !== "code" && block.kind !== "footnote")
      .map((block) => block.text)
      .join("\n");
    const problems = asked
      .filter((line) => !said[line].test(body))
      .map((line): Problem => ({
        rule: `no-${line}-disclosure`,
        severity: "blocking",
        start: 0,
        end: text.length,
        message: wanted[line],
        suggestion: "Add the line.",
      }));
    const [first] = earning;
    if (first !== undefined && !said.affiliate.test(body) && !asked.includes("affiliate")) {
      const message = "This link earns its publisher money, and nothing in the text says so.";
      problems.push({
        rule: "no-affiliate-disclosure",
        severity: "blocking",
        start: first.start,
        end: first.end,
        message,
        suggestion: "Add the line.",
      });
    }
    return outcomeOf("disclosure", problems);
  },
};

function isAffiliate({ target }: Link): boolean {
  const host = hostOf(target);
  if (host === undefined) return false;
  const isTagged = /(?:^|\.)amazon\.[a-z.]{2,6}$/.test(host) && /[?&]tag=/.test(target);
  return isTagged || affiliateHost.test(host) || affiliateParameter.test(target);
}
