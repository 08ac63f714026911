import { escapeMarkdown, formatFootnote } from "./footnotes.ts";
import { createLexicon } from "../text/words.ts";
import { chooseWindows } from "./choose-windows.ts";
import type { Digest, DigestExcerpt, DigestInput, DigestPassage } from "./digest.ts";
import { type RatedWindow, rateWindows } from "./rate-windows.ts";
import { readWindows, type Window } from "./read-windows.ts";

const opening = "*This digest quotes the sources named below word for word; it states nothing of its own between the quotations.*";

/**
 * Composes a digest: cited excerpts under the headings that they answer, joined by lines that state no facts.
 *
 * Each excerpt is one to three consecutive whole sentences of a passage, word for word, in a quote block with its source named before
 * it and its footnote mark behind it. Excerpts are chosen so that Markdown shows them unchanged, therefore nothing is escaped in them.
 * A section gets at most two excerpts of one source; one without a fitting excerpt is dropped with the reason. The length comes
 * within a fifth of `targetLength` words when the passages hold enough that fits. Deterministic; linear in passages, and in
 * candidates × excerpts for the choice.
 */
export function composeDigest(input: DigestInput): Digest {
  const lexicon = createLexicon();
  const known = new Map<string, readonly Window[]>();
  const windowsOf = (passage: DigestPassage): readonly Window[] => {
    const windows = known.get(passage.id) ?? readWindows(passage);
    known.set(passage.id, windows);
    return windows.map((window) => ({ ...window, passage }));
  };
  const rated = rateWindows(input, (section) => section.passages.flatMap(windowsOf), lexicon);
  const chosen = chooseWindows(rated, input);
  const title = titleOf(input.topic);
  const droppedSections = input.sections.flatMap((section, index) =>
    chosen.some((choice) => choice.section === index)
      ? []
      : [
          {
            heading: section.heading,
            reason: reasonFor(
              section.passages,
              rated.some((candidate) => candidate.section === index),
            ),
          },
        ],
  );
  if (chosen.length === 0) return { title, markdown: "", excerpts: [], droppedSections };
  return { title, ...write(input, chosen), droppedSections };
}

function titleOf(topic: string): string {
  const plain = topic
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/[\s.:;,!]+$/, "");
  const capitalised = plain.charAt(0).toUpperCase() + plain.slice(1);
  return plain.endsWith("?") ? `${capitalised} What the sources say` : `${capitalised}: what the sources say`;
}

function reasonFor(passages: readonly DigestPassage[], hasFitting: boolean): string {
  if (passages.length === 0) return "No passage was found for this question.";
  if (hasFitting) return "Its excerpts stand in other sections already, or the length asked for leaves no room for it.";
  return "The passages found hold no excerpt that answers this question.";
}

function write(input: DigestInput, chosen: readonly RatedWindow[]): { markdown: string; excerpts: DigestExcerpt[] } {
  const excerpts: DigestExcerpt[] = [];
  const notes: string[] = [];
  let markdown = `${opening}\n`;
  for (const [index, section] of input.sections.entries()) {
    const own = readingOrder(chosen.filter((choice) => choice.section === index));
    if (own.length === 0) continue;
    markdown += `\n## ${escapeMarkdown(section.heading)}\n`;
    for (const [place, { passage, text, start, end }] of own.entries()) {
      const note = excerpts.length + 1;
      markdown += `\n${leadIn(own, place)}\n\n> “`;
      const at = markdown.length;
      markdown += `${text}”[^${note}]\n`;
      excerpts.push({
        note,
        sourceId: passage.sourceId,
        passageId: passage.id,
        quote: text,
        sourceStart: start,
        sourceEnd: end,
        start: at,
        end: at + text.length,
      });
      notes.push(formatFootnote({ note, title: nameOf(passage), url: passage.sourceUrl, quote: text }));
    }
  }
  return { markdown: `${markdown}\n${notes.join("\n")}\n`, excerpts };
}

/** The best source first; what else is quoted from it follows in the source's own order. */
function readingOrder(own: readonly RatedWindow[]): Window[] {
  const best = new Map<string, number>();
  for (const { window, worth } of own) best.set(window.passage.sourceId, Math.max(worth, best.get(window.passage.sourceId) ?? 0));
  return own
    .map(({ window }) => window)
    .toSorted((a, b) =>
      a.passage.sourceId === b.passage.sourceId
        ? a.start - b.start
        : (best.get(b.passage.sourceId) ?? 0) - (best.get(a.passage.sourceId) ?? 0) || (a.passage.sourceId < b.passage.sourceId ? -1 : 1),
    );
}

/** Names the source, and nothing else; ends in a colon, so that it is no claim of its own. */
function leadIn(own: readonly Window[], place: number): string {
  const { passage } = own[place] as Window;
  const before = own[place - 1];
  if (before?.passage.sourceId === passage.sourceId) return "Further on in the same source:";
  const name = `*${escapeMarkdown(nameOf(passage))}*`;
  return place === 0 ? `${name} says:` : `From ${name}:`;
}

function nameOf(passage: DigestPassage): string {
  const title = passage.sourceTitle.replaceAll(/\s+/g, " ").trim();
  return title === "" ? "Untitled source" : title;
}
