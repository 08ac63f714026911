import { readdirSync, readFileSync } from "node:fs";
import type { CheckInput, EvidenceSource } from "../../src/index.ts";

/** A good article of the corpus, with the source that it was written from. */
export interface Article {
  name: string;
  title: string;
  text: string;
  source: EvidenceSource;
  /** Nobody looks at these while the rules are improved. */
  isHeldOut: boolean;
}

/** An article with one defect in it; the span is where it was planted. */
export interface Mutant {
  text: string;
  start: number;
  end: number;
  /** What else the check is given, or is not. */
  input?: Partial<CheckInput>;
}

/** One class of defects. */
export interface Mutation {
  kind: string;
  plant(article: Article): Mutant[];
}

const folder = new URL("../../corpus/articles/", import.meta.url);

/** Every third article by name is held out. */
export function readArticles(): Article[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md"))
    .toSorted()
    .map((file, index) => {
      const whole = readFileSync(new URL(file, folder), "utf8");
      const [text = "", source = ""] = whole.split(/<!-- source: .* -->/);
      const title = /^# (.+)$/m.exec(text)?.[1] ?? "";
      const sourceTitle = /<!-- source: (.+) -->/.exec(whole)?.[1] ?? "";
      return {
        name: file.replace(".md", ""),
        title,
        text: `${text.trim()}\n`,
        source: { id: "source", title: sourceTitle, text: source.trim() },
        isHeldOut: index % 3 === 2,
      };
    });
}

/** Mutants that put other words in the place of a pattern, where it stands in prose outside quotations. */
export function replaced({ text }: Article, pattern: RegExp, write: (match: RegExpMatchArray) => string): Mutant[] {
  return Array.from(text.matchAll(pattern)).flatMap((match) => {
    const line = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    const isQuoted = line.lastIndexOf("“") > line.lastIndexOf("”");
    const written = write(match);
    if (line.startsWith("#") || isQuoted || written === match[0]) return [];
    return [replacedAt(text, { start: match.index, end: match.index + match[0].length }, written)];
  });
}

export function replacedAt(text: string, { start, end }: { start: number; end: number }, written: string): Mutant {
  return { text: text.slice(0, start) + written + text.slice(end), start, end: start + written.length };
}
