import { outcomeOf, type Problem, type RailInput, type RailModule } from "../../report.ts";
import type { Block } from "../../text/read-markdown.ts";
import { words } from "../../text/words.ts";

const longestSection = 450;
const thinnestSection = 12;
const longWithoutHeadings = 500;

/** The text is built: headings step down one level at a time, sections are neither empty shells nor walls. Style; it never blocks. */
export const structure: RailModule = {
  name: "structure",
  run(input) {
    const sections = sectionsOf(input);
    const headings = sections.flatMap(({ heading }) => heading ?? []);
    return outcomeOf("structure", [...wholeText(input, headings), ...levels(headings), ...lengths(sections)]);
  },
};

interface Section {
  heading: Block | undefined;
  words: number;
  /** Lists, tables and code say much in few words. */
  isPlainProse: boolean;
  hasSubsections: boolean;
}

function sectionsOf({ blocks, sentences }: RailInput): Section[] {
  const heads = [undefined, ...blocks.filter((block) => block.kind === "heading")];
  return heads.map((heading, index) => {
    const next = heads[index + 1];
    const from = heading?.end ?? 0;
    const to = next?.start ?? Number.POSITIVE_INFINITY;
    const inside = blocks.filter((block) => block.start >= from && block.end <= to && block.kind !== "heading");
    return {
      heading,
      words: sentences.filter(({ start }) => start >= from && start < to).reduce((sum, { plain }) => sum + words(plain).length, 0),
      isPlainProse: inside.length > 0 && inside.every((block) => block.kind === "paragraph"),
      hasSubsections: heading !== undefined && next !== undefined && (next.level ?? 1) > (heading.level ?? 1),
    };
  });
}

function wholeText({ text, blocks, sentences, kind }: RailInput, headings: readonly Block[]): Problem[] {
  const whole = { start: 0, end: text.length };
  const count = sentences.reduce((sum, { plain }) => sum + words(plain).length, 0);
  const problems: Problem[] = [];
  const parts = blocks.filter((block) => block.kind !== "heading" && block.kind !== "footnote").length;
  if (kind === "article" && parts === 1 && sentences.length === 1)
    problems.push({ rule: "one-sentence-text", severity: "warning", ...whole, message: "The whole article is one sentence." });
  if (count > longWithoutHeadings && headings.length < 2)
    problems.push({ rule: "no-headings", severity: "info", ...whole, message: `${count} words stand without headings between them.` });
  return problems;
}

function levels(headings: readonly Block[]): Problem[] {
  return headings.flatMap((heading, index): Problem[] => {
    const { start, end, level = 1 } = heading;
    const before = headings[index - 1]?.level;
    if (before !== undefined && level > before + 1)
      return [{ rule: "heading-level", severity: "info", start, end, message: `A heading of level ${level} follows one of level ${before}.` }];
    const isSecondTitle = level === 1 && headings.slice(0, index).some((other) => other.level === 1);
    return isSecondTitle
      ? [{ rule: "heading-level", severity: "info", start, end, message: "The text has a second heading of the first level." }]
      : [];
  });
}

function lengths(sections: readonly Section[]): Problem[] {
  const isDivided = sections.length > 3;
  return sections.flatMap((section): Problem[] => {
    const { heading } = section;
    if (heading === undefined) return [];
    const { start, end } = heading;
    if (section.words > longestSection)
      return [
        {
          rule: "long-section",
          severity: "info",
          start,
          end,
          message: `The section "${heading.text}" has ${section.words} words without a heading.`,
        },
      ];
    const isThin = isDivided && section.isPlainProse && !section.hasSubsections && section.words < thinnestSection;
    return isThin
      ? [{ rule: "thin-section", severity: "info", start, end, message: `The section "${heading.text}" has ${section.words} words.` }]
      : [];
  });
}
