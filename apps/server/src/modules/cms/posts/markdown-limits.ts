/**
 * A Markdown parser's time grows faster than the text with nesting, open brackets and the like, and it runs on the
 * thread that answers everybody. These limits are far above what people write and keep the worst text to a few seconds.
 */
const limits = {
  lines: 5_000,
  nesting: 12,
  indentColumns: 60,
  nestedItems: 300,
  quotes: 300,
  ruledLines: 300,
  tableCells: 20_000,
  footnoteMarks: 1_000,
  inlineMarks: 10_000,
  emphasisInParagraph: 600,
  bracketsInParagraph: 1_000,
} as const;

type Counted = Record<keyof typeof limits, number>;

const sentences: Record<keyof typeof limits, string> = {
  lines: "has too many lines",
  nesting: "nests lists and quotes too deeply",
  indentColumns: "nests lists and quotes too deeply",
  nestedItems: "has too many nested list items",
  quotes: "has too many quotes",
  ruledLines: "has too many underlined headings and rules",
  tableCells: "has tables with too many cells",
  footnoteMarks: "has too many footnote marks",
  inlineMarks: "has too many links and marks",
  emphasisInParagraph: "has a paragraph with too many marks of emphasis",
  bracketsInParagraph: "has a paragraph with too many brackets",
};

const container = /[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y;
const blockStart = /^[ \t]*(?:[>#|]|[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^|$)/;
const ruledLine = /^[ \t>]*(?:=+|(?:[-*_][ \t]*){1,200})[ \t]*$/;
const tableRule = /^[ \t>|]*:?-+:?[ \t]*(?:\|[ \t:-]*)+$/;

function occurrences(text: string, characters: string): number {
  let count = 0;
  for (const character of text) if (characters.includes(character)) count += 1;
  return count;
}

function containersOf(line: string): { depth: number; indentColumns: number } {
  container.lastIndex = 0;
  let depth = 0;
  let indentColumns = 0;
  for (let match = container.exec(line); match !== null && depth <= limits.nesting; match = container.exec(line)) {
    if (depth === 0) indentColumns = match[0].length - match[0].trimStart().length;
    depth += 1;
  }
  return { depth, indentColumns };
}

/** Counts what a table costs: each of its lines is filled up to the columns of its head. */
function tableCells(lines: readonly string[]): number {
  let cells = 0;
  let columns = 0;
  for (const line of lines) {
    if (line.trim() === "") columns = 0;
    else if (columns > 0) cells += columns;
    if (tableRule.test(line)) columns = Math.max(columns, occurrences(line, "|") + 1);
  }
  return cells;
}

function countLines(lines: readonly string[], counted: Counted): void {
  let wasQuote = false;
  for (const line of lines) {
    const { depth, indentColumns } = containersOf(line);
    counted.nesting = Math.max(counted.nesting, depth);
    counted.indentColumns = Math.max(counted.indentColumns, indentColumns);
    if (depth > 1 || (depth > 0 && indentColumns >= 2)) counted.nestedItems += 1;
    const isQuote = depth > 0 && line.includes(">");
    if (isQuote && !wasQuote) counted.quotes += 1;
    wasQuote = isQuote;
    if (ruledLine.test(line)) counted.ruledLines += 1;
  }
}

function countParagraphs(lines: readonly string[], counted: Counted): void {
  let emphasis = 0;
  let brackets = 0;
  for (const line of lines) {
    if (blockStart.test(line)) {
      emphasis = 0;
      brackets = 0;
    }
    emphasis += occurrences(line, "*_~");
    brackets += occurrences(line, "[]");
    counted.emphasisInParagraph = Math.max(counted.emphasisInParagraph, emphasis);
    counted.bracketsInParagraph = Math.max(counted.bracketsInParagraph, brackets);
  }
}

/** What makes this Markdown too costly to render, as the end of a sentence about it; null when nothing does. */
export function findExcess(markdown: string): string | null {
  const lines = markdown.split(/\r\n|\r|\n/);
  const counted = Object.fromEntries(Object.keys(limits).map((name) => [name, 0])) as Counted;
  counted.lines = lines.length;
  if (lines.length <= limits.lines) {
    counted.inlineMarks = occurrences(markdown, "*_~[]`\\<&!");
    counted.footnoteMarks = markdown.split("[^").length - 1;
    counted.tableCells = tableCells(lines);
    countLines(lines, counted);
    countParagraphs(lines, counted);
  }
  const broken = (Object.keys(limits) as (keyof typeof limits)[]).find((name) => counted[name] > limits[name]);
  return broken === undefined ? null : sentences[broken];
}
