import { findQuotation } from "../claims/quotations.ts";
import type { EvidenceSource, Problem, RailModule } from "../report.ts";
import { readFootnotes } from "../digest/footnotes.ts";
import { plainText } from "../text/plain-text.ts";

/** Every footnote mark has its note, every note its mark, and every note's quotation stands in a source. */
export const citations: RailModule = {
  name: "citations",
  run({ text, blocks, sources }) {
    const notes = readFootnotes(text);
    const marks = blocks
      .filter((block) => block.kind !== "code" && block.kind !== "footnote")
      .flatMap((block) => plainText(text, block).marks)
      .filter((mark) => text.startsWith("[^", mark.start));
    if (notes.length === 0 && marks.length === 0) {
      return { result: { rail: "citations", status: "not_run", reason: "no footnotes" }, problems: [] };
    }
    const named = new Set(notes.map((note) => note.note));
    const used = new Set(marks.map((mark) => mark.note));
    const problems: Problem[] = [
      ...marks
        .filter((mark) => !named.has(mark.note))
        .map(({ note, start, end }) => blocking("unknown-note", { start, end }, `The mark [^${note}] has no note.`)),
      ...notes
        .filter((note) => !used.has(note.note))
        .map(({ note, start, end }): Problem => ({
          rule: "unused-note",
          severity: "warning",
          start,
          end,
          message: `Nothing points at the note [^${note}].`,
        })),
      ...notes
        .filter((note, index) => notes.findIndex((other) => other.note === note.note) !== index)
        .map(({ note, start, end }) => blocking("repeated-note", { start, end }, `The note [^${note}] is defined twice.`)),
      ...notes
        .filter((note) => note.quote !== undefined && sources.length > 0 && !isQuoted(sources, note.quote))
        .map(({ start, end }) => blocking("unknown-quotation", { start, end }, "The quotation of this note stands in no source.")),
    ];
    const status = problems.some((problem) => problem.severity === "blocking") ? "fail" : problems.length > 0 ? "warn" : "pass";
    return { result: { rail: "citations", status }, problems };
  },
};

function isQuoted(sources: readonly EvidenceSource[], quote: string): boolean {
  return sources.some((source) => source.text.includes(quote)) || sources.some((source) => findQuotation(source.text, quote) !== undefined);
}

function blocking(rule: string, span: { start: number; end: number }, message: string): Problem {
  return { rule, severity: "blocking", ...span, message };
}
