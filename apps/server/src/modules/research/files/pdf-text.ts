/** A run of text on a page of a PDF, as it was placed. */
export interface PlacedText {
  text: string;
  /** Of its base line, from the bottom of the page. */
  y: number;
  height: number;
  /** Whether the line ends behind it. */
  endsLine: boolean;
}

interface Line {
  text: string;
  y: number;
  height: number;
}

/** A gap of more than this many heights of a line begins a paragraph. */
const paragraphGap = 1.7;
/** Letters this much larger than those of the text, in a short line, make a heading. */
const headingSize = 1.15;
const longestHeading = 120;
/** A first or last line that stands on this share of the pages is no part of the text. */
const repeatedShare = 0.5;

function linesOf(page: readonly PlacedText[]): Line[] {
  const lines: Line[] = [];
  let open: Line | undefined;
  for (const { text, y, height, endsLine } of page) {
    if (text.trim() !== "") {
      open = open === undefined ? { text, y, height } : { text: open.text + text, y: open.y, height: Math.max(open.height, height) };
    } else if (open !== undefined) open.text += text;
    if (!endsLine || open === undefined) continue;
    lines.push(open);
    open = undefined;
  }
  if (open !== undefined) lines.push(open);
  return lines.map((line) => ({ ...line, text: line.text.replaceAll(/\s+/g, " ").trim() }));
}

const masked = (line: Line | undefined): string => (line?.text ?? "").replaceAll(/\d+/g, "#");

/** Takes away running heads and page numbers: what stands first or last on at least half of the pages. */
function withoutRunningLines(pages: readonly Line[][]): Line[][] {
  if (pages.length < 3) return [...pages];
  const often = (place: number): Set<string> => {
    const counts = new Map<string, number>();
    for (const page of pages) counts.set(masked(page.at(place)), (counts.get(masked(page.at(place))) ?? 0) + 1);
    return new Set([...counts].filter(([text, count]) => text !== "" && count >= pages.length * repeatedShare).map(([text]) => text));
  };
  const [heads, feet] = [often(0), often(-1)];
  return pages.map((page) => {
    const body = heads.has(masked(page[0])) ? page.slice(1) : page;
    return feet.has(masked(body.at(-1))) ? body.slice(0, -1) : body;
  });
}

/** The height that most characters have. */
function bodyHeight(lines: readonly Line[]): number {
  const characters = new Map<number, number>();
  for (const { height, text } of lines) characters.set(Math.round(height), (characters.get(Math.round(height)) ?? 0) + text.length);
  return [...characters].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function join(paragraph: string, line: string): string {
  const isHyphenated = /\p{Ll}-$/u.test(paragraph) && /^\p{Ll}/u.test(line);
  return isHyphenated ? paragraph.slice(0, -1) + line : `${paragraph} ${line}`;
}

/** The pages of a PDF as text: lines joined to paragraphs by their distance, larger lines as headings, running heads left out. */
export function pdfText(pages: readonly (readonly PlacedText[])[]): string {
  const read = withoutRunningLines(pages.map(linesOf));
  const body = bodyHeight(read.flat());
  const blocks: string[] = [];
  for (const page of read) {
    let before: (Line & { isHeading: boolean }) | undefined;
    for (const line of page) {
      const isHeading = line.height >= body * headingSize && line.text.length <= longestHeading && /\p{L}/u.test(line.text);
      const gap = before === undefined ? 0 : before.y - line.y;
      const continues =
        before !== undefined && before.isHeading === isHeading && gap >= 0 && gap <= Math.max(line.height, before.height) * paragraphGap;
      if (continues) blocks.push(join(blocks.pop() ?? "", line.text));
      else blocks.push(isHeading ? `## ${line.text}` : line.text);
      before = { ...line, isHeading };
    }
  }
  return blocks.join("\n\n");
}
