import type { Problem, RailModule } from "../report.ts";

const standIns: readonly RegExp[] = [
  /\[(?:insert|add|your|placeholder|todo|tbd|company|product|name|author|date|link|url|image|title|number|source|citation|city|example|fill|xx+|client|brand|topic|keyword|statistic|quote)\b[^\]\n]{0,80}\](?!\()/gi,
  /\[(?:\p{Lu}\p{L}* ){1,4}(?:Name|Here|Title|Link|URL|Date|Number|Address)\](?!\()/gu,
  /\{\{[^{}\n]{0,80}\}\}|\$\{[^{}\n]{1,80}\}|<%[^%\n]{1,80}%>|%[A-Z_]{3,40}%/g,
  /<(?:insert|your|placeholder|name|company|product|todo|url|link)\b[^<>\n]{0,80}>/gi,
  /\blorem ipsum\b/gi,
  /\b(?:TODO|TBD|TBC|FIXME|XXX+|TK TK|TKTK)\b/g,
  /\[(?:citation needed|source needed|needs? (?:source|citation)|ref)\]/gi,
  /\b(?:your (?:company|brand|product) name|company name here|example text|placeholder text|insert (?:text|image|link|quote) here)\b/gi,
];

/** No stand-in is left where words should be. Code may hold them. */
export const placeholders: RailModule = {
  name: "placeholders",
  run({ text, blocks }) {
    const problems: Problem[] = [];
    for (const block of blocks) {
      if (block.kind === "code") continue;
      for (const pattern of standIns) {
        for (const match of block.text.matchAll(pattern)) {
          const start = block.start + match.index;
          const end = start + match[0].length;
          if (isInlineCode(text, start) || problems.some((problem) => problem.start < end && start < problem.end)) continue;
          problems.push({ rule: "placeholder", severity: "blocking", start, end, message: `"${match[0]}" stands in for words that are missing.` });
        }
      }
    }
    return { result: { rail: "placeholders", status: problems.length > 0 ? "fail" : "pass" }, problems };
  },
};

/** Between backticks of the same line. */
function isInlineCode(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf("\n", at) + 1, at - 500), at);
  return (line.split("`").length - 1) % 2 === 1;
}
