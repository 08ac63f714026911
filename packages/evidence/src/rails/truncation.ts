import type { Problem, RailModule } from "../report.ts";
import { plainText } from "../text/plain-text.ts";
import type { Block } from "../text/read-markdown.ts";
import { words } from "../text/words.ts";

/** The text has an end: no last sentence broken off, no heading with nothing under it, no code block left open. */
export const truncation: RailModule = {
  name: "truncation",
  run({ text, blocks }) {
    const body = blocks.filter((block) => block.kind !== "footnote");
    const problems = [...brokenEnd(text, body), ...emptyHeadings(body), ...openFence(body)];
    return { result: { rail: "truncation", status: problems.some((problem) => problem.severity === "blocking") ? "fail" : "pass" }, problems };
  },
};

function brokenEnd(text: string, body: readonly Block[]): Problem[] {
  const last = body.at(-1);
  if (last === undefined || last.kind === "code" || last.kind === "table" || last.kind === "heading") return [];
  const plain = plainText(text, last).text.trimEnd();
  const isShortItem = last.kind === "list_item" && words(plain).length <= 12 && !/[,;(–—-]$|\b(?:and|or|the|a|an|of|to|in|with|for)$/i.test(plain);
  const isEnded = /[.!?:…](?:["'”’»)\]*_]){0,4}$|https?:\/\/\S+$/.test(plain) && !/(?:\.\.\.|…)["'”’)]{0,2}$/.test(plain);
  if (isEnded || isShortItem) return [];
  return [
    { rule: "truncated-text", severity: "blocking", start: Math.max(last.start, last.end - 60), end: last.end, message: "The text breaks off here." },
  ];
}

/** A heading right before another of its level or a higher one, or at the very end. */
function emptyHeadings(body: readonly Block[]): Problem[] {
  return body.flatMap((block, index) => {
    if (block.kind !== "heading") return [];
    const next = body[index + 1];
    const isEmpty = next === undefined ? index > 0 : next.kind === "heading" && (next.level ?? 1) <= (block.level ?? 1);
    if (!isEmpty) return [];
    const message = `Nothing stands under the heading "${block.text}".`;
    return [
      { rule: "empty-section", severity: next === undefined ? "blocking" : "warning", start: block.start, end: block.end, message } satisfies Problem,
    ];
  });
}

function openFence(body: readonly Block[]): Problem[] {
  const last = body.at(-1);
  const marks = last?.kind === "code" ? /^(`{3,}|~{3,})/.exec(last.text)?.[1] : undefined;
  if (last === undefined || marks === undefined || (last.text.length > marks.length && last.text.trimEnd().endsWith(marks))) return [];
  return [{ rule: "truncated-text", severity: "blocking", start: last.start, end: last.end, message: "A code block is opened and never closed." }];
}
