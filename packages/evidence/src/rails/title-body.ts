import type { Problem, RailModule } from "../report.ts";
import { createLexicon } from "../text/words.ts";

/** Words of titles that promise a form, not a matter. */
const formWords =
  "what how why when guide complete introduction beginner ultimate sources say explained tips ways reasons things steps lessons know need everything best new top".split(
    " ",
  );

/** The body speaks of what the title promises, and a counted list has that many entries. */
export const titleBody: RailModule = {
  name: "title-body",
  run({ title, blocks, text, isEnglish }) {
    if (title === undefined || title.trim() === "") return { result: { rail: "title-body", status: "not_run", reason: "no title" }, problems: [] };
    if (!isEnglish) return { result: { rail: "title-body", status: "not_run", reason: "language" }, problems: [] };
    const lexicon = createLexicon();
    const form = new Set(formWords.map((word) => lexicon.stem(word)));
    const promised = [...new Set(lexicon.terms(title))].filter((term) => !form.has(term));
    const body = new Set(blocks.filter((block) => block.kind !== "footnote").flatMap((block) => lexicon.terms(block.text)));
    const kept = promised.filter((term) => body.has(term)).length;
    const share = promised.length === 0 ? 1 : kept / promised.length;
    const problems: Problem[] = [];
    const whole = { start: 0, end: text.length };
    if (share === 0)
      problems.push({ rule: "title-mismatch", severity: "blocking", ...whole, message: "The text does not speak of what its title names." });
    else if (share < 0.5)
      problems.push({ rule: "title-mismatch", severity: "warning", ...whole, message: "The text hardly speaks of what its title names." });
    const counted = countMismatch(title, blocks);
    if (counted !== undefined) problems.push({ rule: "title-count", severity: "warning", ...whole, message: counted });
    const status = problems.some((problem) => problem.severity === "blocking") ? "fail" : problems.length > 0 ? "warn" : "pass";
    return { result: { rail: "title-body", status }, problems };
  },
};

function countMismatch(title: string, blocks: readonly { kind: string; level?: number }[]): string | undefined {
  const match = /\b(\d{1,2}) (?:\p{L}+ ){0,2}(?:ways|tips|reasons|things|steps|lessons|mistakes|ideas|tools|rules|facts|questions)\b/iu.exec(title);
  if (match === null) return undefined;
  const promised = Number(match[1]);
  const sections = blocks.filter((block) => block.kind === "heading" && block.level === 2).length;
  const items = blocks.filter((block) => block.kind === "list_item").length;
  return sections >= promised || items >= promised ? undefined : `The title promises ${promised} entries; the text has ${Math.max(sections, items)}.`;
}
