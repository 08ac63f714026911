import type { Problem, RailModule } from "../report.ts";
import { findInstructions } from "../text/find-instructions.ts";

const leaks: readonly RegExp[] = [
  /<\/?(?:think|thinking|reasoning|scratchpad|reflection|analysis|tool_call|function_call)>/gi,
  /<\|[a-z_]{3,30}\|>/gi,
  /^(?:sure|certainly|of course|absolutely|okay|great)[,!.][^\n]{0,40}\b(?:here(?:'s|’s| is| are)|i(?:'ll|’ll| will| can| have))\b[^\n]{0,120}/gim,
  /^(?:here(?:'s|’s| is)) (?:the|a|an|your|my) (?:revised |final |complete |updated |full |rewritten )?(?:article|draft|blog post|post|version|outline|rewrite|text|summary)\b[^\n]{0,80}/gim,
  /\bthe user (?:wants|asked|is asking|has asked|requested|said|provided)\b[^\n]{0,80}/gi,
  /\b(?:let me|i need to|i should|i will|i'll) (?:re-?read|think about|start by|write the|draft the|revise the|check the|make sure (?:to|that|i)|count the)\b[^\n]{0,80}/gi,
  /^(?:word count|seo value|tone|target audience|constraint \d+|step \d+ of the prompt|meta description|output format|instructions?)\s{0,3}:[^\n]{0,120}/gim,
  /\b(?:return|respond with|output) (?:only )?(?:valid )?(?:markdown|json|html)(?: only| body only)?\b[^\n]{0,60}/gi,
  /^(?:human|user|prompt|completion|final answer|chain of thought|reasoning|thought process|my plan|self-critique)\s{0,3}:[^\n]{0,120}/gim,
  /^#{0,6} ?(?:instruction|response|system prompt|user prompt)\s{0,3}:[^\n]{0,80}/gim,
  /^<\/?(?:article|blog_?post|draft|answer|output|response|final|content|markdown|document)>/gim,
  /^(?:okay|ok|hmm|alright|wait|right),? (?:so )?(?:the user|i need|i should|i must|let me|i(?:'ll|’ll) |we need to (?:write|produce))[^\n]{0,120}/gim,
  /\bi hope this (?:helps|article|draft|post|text)\b[^\n]{0,60}|\b(?:let me know if (?:you(?:'d|’d| would) like|you need|you want)|would you like me to|feel free to (?:ask|adjust|edit)) (?:[^\n]{0,80})/gi,
  /\b(?:knowledge cut-?off|my training data|as of my last (?:update|training)|i (?:do not|don't|cannot) (?:have access to|browse) (?:real-?time|the internet|current))\b[^\n]{0,60}/gi,
];

/** Nothing of the talk around the writing is in the writing: orders to a model, its reasoning, its courtesies, an envelope. */
export const leakedInstructions: RailModule = {
  name: "leaked-instructions",
  run({ text, blocks }) {
    const problems: Problem[] = [];
    const add = (start: number, end: number, message: string): void => {
      if (!problems.some((problem) => problem.start < end && start < problem.end)) {
        problems.push({ rule: "leaked-instruction", severity: "blocking", start, end, message, suggestion: "Delete it." });
      }
    };
    const opening = text.trimStart();
    const at = text.length - opening.length;
    const isFenced = /^```(?:markdown|md|json|html)?\s*\n/i.test(opening) && opening.trimEnd().endsWith("```") && blocks.length === 1;
    if (isFenced || /^\{\s*"[a-z_]{2,30}"\s*:/i.test(opening))
      add(at, at + Math.min(80, opening.length), "The text is wrapped in code instead of standing as prose.");
    for (const block of blocks) {
      if (block.kind === "code") continue;
      for (const pattern of leaks) {
        for (const match of block.text.matchAll(pattern)) {
          const start = block.start + match.index;
          add(start, start + match[0].length, `"${match[0].trim()}" is talk about writing the text, not the text.`);
        }
      }
      for (const found of findInstructions(block.text))
        add(block.start + found.start, block.start + found.end, `"${found.quote}" speaks to a machine, not to a reader.`);
    }
    return { result: { rail: "leaked-instructions", status: problems.length > 0 ? "fail" : "pass" }, problems };
  },
};
