import { findQuotation } from "../claims/quotations.ts";
import { type Footnote, readFootnotes } from "../digest/footnotes.ts";
import { type EvidenceSource, notRun, outcomeOf, type Problem, type RailInput, type RailModule } from "../report.ts";
import { plainText } from "../text/plain-text.ts";
import { createLexicon, type Lexicon } from "../text/words.ts";

/** Of fewer words nobody can say that they have nothing in common. */
const fewestTerms = 3;

/** Every note leads to a source that was read, and what is cited has to do with it. English only. */
export const citationMatch: RailModule = {
  name: "citation-match",
  run(input) {
    const notes = readFootnotes(input.text);
    if (notes.length === 0) return notRun("citation-match", "no footnotes");
    if (input.sources.length === 0) return notRun("citation-match", "no sources");
    if (!input.isEnglish) return notRun("citation-match", "language");
    const lexicon = createLexicon();
    const cited = notes.map((note) => ({ note, source: sourceOf(note, input.sources) }));
    return outcomeOf("citation-match", [
      ...cited.flatMap(({ note, source }) => (source === undefined && note.quote === undefined ? [unknownSource(note)] : [])),
      ...cited.flatMap(({ note, source }) => (source === undefined ? [] : unrelated(input, { note, source, lexicon }))),
    ]);
  },
};

function sourceOf(note: Footnote, sources: readonly EvidenceSource[]): EvidenceSource | undefined {
  const { url, quote } = note;
  const title = note.title.trim().toLowerCase();
  return (
    sources.find((source) => url !== undefined && source.url === url) ??
    sources.find((source) => source.title !== undefined && title.includes(source.title.trim().toLowerCase())) ??
    sources.find((source) => quote !== undefined && findQuotation(source.text, quote) !== undefined)
  );
}

function unknownSource({ note, start, end }: Footnote): Problem {
  const message = `The note [^${note}] names a source that was not read.`;
  return { rule: "unknown-source", severity: "warning", start, end, message, suggestion: "Add the source, or take the note out." };
}

/** The sentences that point at a note and share no word with its quotation, or not even with its source. */
function unrelated({ text, blocks, sentences }: RailInput, cited: { note: Footnote; source: EvidenceSource; lexicon: Lexicon }): Problem[] {
  const { note, source, lexicon } = cited;
  const marks = blocks.filter((block) => block.kind !== "code" && block.kind !== "footnote").flatMap((block) => plainText(text, block).marks);
  const ofSource = new Set(lexicon.terms(`${source.title ?? ""} ${source.text}`));
  const ofQuote = new Set(lexicon.terms(note.quote ?? source.text));
  return marks.flatMap((mark): Problem[] => {
    const sentence = mark.note === note.note ? sentences.findLast(({ start }) => start < mark.start) : undefined;
    const terms = new Set(lexicon.terms(sentence?.plain ?? ""));
    if (sentence === undefined || terms.size < fewestTerms) return [];
    const shares = (others: ReadonlySet<string>): boolean => [...terms].some((term) => others.has(term));
    if (!shares(ofSource)) {
      const message = `The source of [^${note.note}] shares not a word with this sentence.`;
      return [{ rule: "unrelated-citation", severity: "blocking", start: sentence.start, end: sentence.end, message }];
    }
    const message = `The quotation of [^${note.note}] shares not a word with this sentence.`;
    return shares(ofQuote) ? [] : [{ rule: "unrelated-citation", severity: "warning", start: sentence.start, end: sentence.end, message }];
  });
}
