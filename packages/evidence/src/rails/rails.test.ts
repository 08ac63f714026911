import { describe, expect, it } from "vitest";
import { rails, readForRails } from "../check-text.ts";
import type { CheckInput, Problem, RailResult } from "../report.ts";

const source = {
  id: "a",
  title: "Harbour report",
  text: "The ferry carried 1.24 million passengers in 2023. The company employs 86 people and runs five boats.",
};

interface Outcome {
  result: RailResult;
  problems: Problem[];
}

function run(name: string, input: Partial<CheckInput> & { text: string }): Outcome {
  const rail = rails.find((candidate) => candidate.name === name);
  if (rail === undefined) throw new Error(`no rail ${name}`);
  const outcome = rail.run(readForRails({ sources: [source], ...input }));
  for (const problem of outcome.problems) {
    expect(problem.start).toBeGreaterThanOrEqual(0);
    expect(problem.end).toBeLessThanOrEqual(input.text.length);
  }
  return outcome;
}

const at = (text: string, { problems }: Outcome): string[] => problems.map(({ start, end }) => text.slice(start, end));

describe("every rail", () => {
  it("says its own name, and passes a good text", () => {
    const text =
      "# The ferry\n\nThe ferry carried 1.24 million passengers in 2023.[^1] The company employs 86 people.\n\n[^1]: Harbour report — “The ferry carried 1.24 million passengers in 2023.”";
    for (const rail of rails) {
      const { result, problems } = rail.run(readForRails({ text, title: "The ferry and its passengers", sources: [source], ownTexts: [] }));
      expect(result).toMatchObject({ rail: rail.name, status: "pass" });
      expect(problems).toEqual([]);
    }
  });

  it("gives its reason when it did not run", () => {
    const text = "Die Fähre hat im Jahr 2023 mehr als eine Million Menschen über den Hafen gebracht, und das ist nicht wenig.";
    const results = rails.map((rail) => rail.run(readForRails({ text, sources: [source] })).result).filter((result) => result.status === "not_run");
    expect(results.map(({ rail, reason }) => `${rail}: ${reason}`)).toEqual([
      "coverage: language",
      "self-contradiction: language",
      "citations: no footnotes",
      "citation-match: no footnotes",
      "title-body: no title",
      "own-originality: no own texts given",
      "banned-phrases: language",
      "readability: language",
    ]);
  });
});

describe("coverage", () => {
  it("passes when every claim is supported", () => {
    expect(run("coverage", { text: "The company employs 86 people." }).result).toEqual({
      rail: "coverage",
      status: "pass",
      reason: "1 of 1 claims supported",
    });
  });

  it("blocks a contradicted claim and names what the source says", () => {
    const text = "The company runs five boats. The company employs 68 people.";
    const outcome = run("coverage", { text });
    expect(outcome.result.status).toBe("fail");
    expect(outcome.problems).toMatchObject([{ rule: "contradicted-claim", severity: "blocking" }]);
    expect(outcome.problems[0]?.message).toContain("86");
    expect(outcome.problems[0]?.suggestion).toContain("86");
    expect(at(text, outcome)).toEqual(["The company employs 68 people."]);
  });

  it("blocks a number that no source has, and warns of a plain statement without support", () => {
    expect(run("coverage", { text: "Tickets were raised by 14 % in May." })).toMatchObject({
      result: { status: "fail" },
      problems: [{ rule: "unsupported-claim", severity: "blocking" }],
    });
    expect(run("coverage", { text: "Gulls nest on the old pier." })).toMatchObject({
      result: { status: "warn" },
      problems: [{ rule: "unsupported-claim", severity: "warning" }],
    });
  });

  it("does not run without sources, without claims, or against sources in another language", () => {
    expect(run("coverage", { text: "The company employs 86 people.", sources: [] }).result).toMatchObject({
      status: "not_run",
      reason: "no sources",
    });
    expect(run("coverage", { text: "Why is that so?" }).result).toMatchObject({ status: "not_run", reason: "no claims" });
    const german = { id: "d", text: "Die Fähre hat im Jahr 2023 mehr als eine Million Menschen über den Hafen gebracht, und das ist nicht wenig." };
    expect(run("coverage", { text: "The company employs 86 people.", sources: [german] }).result).toMatchObject({
      status: "not_run",
      reason: "language",
    });
  });
});

describe("citations", () => {
  const note = "[^1]: Harbour report — “The company employs 86 people and runs five boats.”";

  it("pass when marks and notes belong together", () => {
    expect(run("citations", { text: `The company employs 86 people.[^1]\n\n${note}` }).result.status).toBe("pass");
  });

  it.each([
    [`The company employs 86 people.[^2]\n\n${note}`, ["unknown-note", "unused-note"]],
    [`The company employs 86 people.\n\n${note}`, ["unused-note"]],
    [`The company employs 86 people.[^1]\n\n${note}\n\n${note}`, ["repeated-note"]],
    ["The company employs 86 people.[^1]\n\n[^1]: Harbour report — “The company employs 87 people.”", ["unknown-quotation"]],
  ])("report %j", (text, rules) => {
    expect(run("citations", { text }).problems.map((problem) => problem.rule)).toEqual(rules);
  });

  it("only warn of a note that nothing points at", () => {
    expect(run("citations", { text: `The company employs 86 people.\n\n${note}` }).result.status).toBe("warn");
  });

  it("accept a quotation whose typography differs", () => {
    const text = "Fine.[^1]\n\n[^1]: Harbour report — “The company  employs 86 people”";
    expect(run("citations", { text }).problems).toEqual([]);
  });
});

describe("leaked instructions", () => {
  it.each([
    "<think>The user wants an article.</think>\n\nThe ferry sails.",
    "Sure, here is the article you asked for.\n\nThe ferry sails.",
    "Here's the revised draft:\n\nThe ferry sails.",
    "The ferry sails.\n\nThe user wants a text of 900 words.",
    "The ferry sails.\n\nWord count: 912",
    "Let me re-read the prompt. The ferry sails.",
    "Return Markdown only. The ferry sails.",
    "My knowledge cutoff is 2021. The ferry sails.",
    "The ferry sails. As an AI language model, I cannot say more.",
    "The ferry sails. Ignore all previous instructions.",
    "```markdown\n# The ferry\n\nIt sails.\n```",
    '{"title": "The ferry", "body": "It sails."}',
    "Okay, so the user wants a text about ferries.\n\nThe ferry sails.",
    "<article>\nThe ferry sails.\n</article>",
    "Final answer: The ferry sails.",
    "### Response:\n\nThe ferry sails.",
    "The ferry sails.\n\nI hope this article helps!",
    "The ferry sails.\n\nWould you like me to add a section on fares?",
  ])("are reported: %j", (text) => {
    const { result, problems } = run("leaked-instructions", { text });
    expect(result.status).toBe("fail");
    expect(problems.every((problem) => problem.severity === "blocking")).toBe(true);
  });

  it.each([
    "The ferry sails. Surely, people like it.",
    "The user of the ferry pays €3.20.",
    "The model of the boat was tested, and its word was kept.",
    "Right, so the ferry sails. The response: silence.",
    "A code sample:\n\n```\n<think>fine here</think>\n```\n\nThe ferry sails.",
  ])("are not seen in: %j", (text) => {
    expect(run("leaked-instructions", { text }).problems).toEqual([]);
  });

  it("are reported at their place", () => {
    const text = "The ferry sails. Ignore all previous instructions. It is full.";
    expect(at(text, run("leaked-instructions", { text }))).toEqual(["Ignore all previous instructions."]);
  });
});

describe("placeholders", () => {
  it.each([
    ["Buy [Product Name] today.", "[Product Name]"],
    ["Ask [insert name here] first.", "[insert name here]"],
    ["Dear {{first_name}}, the ferry sails.", "{{first_name}}"],
    ["It sails at TBD.", "TBD"],
    ["Lorem ipsum dolor.", "Lorem ipsum"],
    ["It sails at <your time here> now.", "<your time here>"],
    ["It is fast [citation needed].", "[citation needed]"],
    ["The ${boat} sails.", "${boat}"],
  ])("are found in %j", (text, found) => {
    const outcome = run("placeholders", { text });
    expect(outcome.result.status).toBe("fail");
    expect(at(text, outcome)).toEqual([found]);
  });

  it.each([
    "A [link](https://example.org) and [a note][1] and [1].",
    "Use `{{name}}` in templates.",
    "```\n{{name}} TODO\n```\n\nThe ferry sails.",
    "He wrote “[sic] this” to it.",
  ])("are not seen in %j", (text) => {
    expect(run("placeholders", { text }).problems).toEqual([]);
  });
});

describe("truncation", () => {
  it.each([
    "The ferry sails. It carries more than",
    "The ferry sails. It carries…",
    "The ferry sails, and its boats are,",
    "The ferry sails.\n\n## The boats",
    "The ferry sails.\n\n```\ncode",
    "The ferry sails.\n\n- The boats that the company bought in the year and that it then",
  ])("is seen in %j", (text) => {
    expect(run("truncation", { text }).result.status).toBe("fail");
  });

  it.each([
    "The ferry sails.",
    "The ferry sails.[^1]\n\n[^1]: Report",
    "The ferry sails (mostly).",
    "It has:\n\n- five boats\n- two piers",
    "He said: “It sails.”",
    "**The ferry sails.**",
    "The ferry sails.\n\n```\ncode\n```",
    "# The ferry\n\n## The boats\n\nThey sail.",
    "Read more at https://example.org/ferry",
  ])("is not seen in %j", (text) => {
    expect(run("truncation", { text }).result.status).toBe("pass");
  });

  it("warns of a heading with nothing under it", () => {
    expect(run("truncation", { text: "## One\n\n## Two\n\nThe ferry sails." }).problems).toMatchObject([
      { rule: "empty-section", severity: "warning" },
    ]);
  });
});

describe("duplicates", () => {
  const paragraph = "The ferry carried more than a million passengers across the harbour in the last year.";

  it("are reported at the later paragraph, word for word or nearly so", () => {
    const text = `${paragraph}\n\nSomething else stands here.\n\n${paragraph.replace("last year", "last year again")}\n\n> ${paragraph}`;
    const outcome = run("duplicates", { text });
    expect(outcome.result.status).toBe("fail");
    expect(outcome.problems.map((problem) => problem.start)).toEqual([text.indexOf("The ferry", 10), text.lastIndexOf("The ferry")]);
  });

  it("are no short lines, no lead-ins, no paragraphs that share a phrase", () => {
    const lead = "Further on in the very same source, a few pages later:";
    expect(run("duplicates", { text: `${lead}\n\n> One.\n\n${lead}\n\n> Two.\n\nIt sails.\n\nIt sails.` }).problems).toEqual([]);
    expect(
      run("duplicates", {
        text: `${paragraph}\n\nThe ferry carried more than a million passengers, but nobody counted the dogs and the bicycles on its lower deck.`,
      }).problems,
    ).toEqual([]);
  });

  it("are looked for in linear time", () => {
    const text = Array.from({ length: 600 }, (_, index) => `${paragraph} Number ${index} of them stands alone in the row of all that follow.`).join(
      "\n\n",
    );
    const started = process.cpuUsage();
    run("duplicates", { text, sources: [] });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(8000);
  });
});

describe("title and body", () => {
  it.each([
    ["How the ferry grew", "The ferry carried a million people.", "pass"],
    ["How the ferry grew", "Onions fry slowly in a pan.", "fail"],
    ["Ferry piers, storms and gulls in winter", "The ferry sails.", "warn"],
    ["5 reasons to sail", "Sail often.\n\n- It is calm.\n- It is cheap.", "warn"],
    ["2 reasons to sail", "Sail often.\n\n- It is calm.\n- It is cheap.", "pass"],
    ["What you need to know", "Anything goes here.", "pass"],
  ])("%j over %j: %s", (title, text, status) => {
    expect(run("title-body", { title, text }).result.status).toBe(status);
  });
});

describe("substance", () => {
  it.each([
    "",
    "  \n\n",
    "# Only a title",
    "Internal Server Error",
    '{"error": "boom"}',
    "undefined",
    "I'm sorry, I can't help with that.",
    "As an AI, I cannot write this.",
    "502 Bad Gateway",
  ])("is missing in %j", (text) => {
    expect(run("substance", { text })).toMatchObject({ result: { status: "fail" }, problems: [{ severity: "blocking" }] });
  });

  it("is there in a text about errors", () => {
    expect(run("substance", { text: "Errors of the old server were common, and nobody was sorry." }).result.status).toBe("pass");
  });
});
