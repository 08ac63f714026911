import type { ApprovalDocument, CheckReport } from "@cofounder/contracts";
import type { FoundPassage, SourceText } from "../deps.ts";

/** A planned part of the draft: its heading, the question it answers, the passages that may answer it. */
export interface Section {
  heading: string;
  question: string;
  passages: FoundPassage[];
}

export interface DraftExcerpt {
  note: number;
  sourceId: string;
  passageId: string;
  quote: string;
  sourceStart: number;
  sourceEnd: number;
  start: number;
  end: number;
}

/** Words that a reader reads: footnotes, which repeat the quotations, are not counted. */
export function countWords(markdown: string): number {
  return markdown.replaceAll(/^\[\^[^\]]+\]:.*$/gm, "").match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
}

/** The first words of a digest for lists and meta descriptions: whole words, at most `most` characters. */
export function shorten(text: string, most: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= most) return flat;
  const cut = flat.slice(0, most - 1);
  const atWord = cut.lastIndexOf(" ");
  return `${cut.slice(0, atWord > 0 ? atWord : cut.length).replace(/[\s,;:–-]+$/, "")}…`;
}

/** What a digest says of itself in lists: its topic, what it is, and how many sources it quotes. */
export function digestExcerpt(topic: string, sources: number): string {
  return shorten(`A digest of cited excerpts from ${sources === 1 ? "one source" : `${sources} sources`}: ${topic}.`, 300);
}

const wordShape = /[\p{L}\p{N}]/u;

/** Why a topic cannot be written about, or null. */
export function notATopic(topic: string): string | null {
  const words = topic.split(/\s+/).filter((word) => wordShape.test(word));
  if (words.length === 0) return "It holds no words.";
  if (/<\/?(think|reasoning)>|as an ai\b|ignore (all|previous)/i.test(topic)) return "It reads like an instruction, not like a topic.";
  if (/(\.\.\.|…)$/.test(topic)) return "It is cut off.";
  return null;
}

/** Links each claim to the stored sources it rests on. */
export function evidenceOf(report: CheckReport, sources: SourceText[]): ApprovalDocument["evidence"] {
  const byId = new Map(sources.map((source) => [source.id, source]));
  return report.claims.map((claim) => ({
    claim: { text: claim.text, start: claim.start, end: claim.end, verdict: claim.verdict },
    citations: claim.evidence.flatMap((found) => {
      const source = byId.get(found.source_id);
      if (source === undefined) return [];
      return [
        { source_id: source.id, title: source.title, url: source.url, sha256: source.sha256, quote: found.quote, start: found.start, end: found.end },
      ];
    }),
  }));
}
