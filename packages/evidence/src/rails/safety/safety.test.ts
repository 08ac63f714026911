import { describe, expect, it } from "vitest";
import { rails, readForRails } from "../../check-text.ts";
import type { CheckInput, Problem, RailResult } from "../../report.ts";

const passage =
  "A cargo bicycle with a worn chain loses about a tenth of its drive, and the teeth of the small sprocket go first because they turn most often under load.";
const source = { id: "a", title: "Chain notes", text: `Some words stand before. ${passage} Some stand behind.` };

function run(name: string, text: string, more: Partial<CheckInput> = {}): { result: RailResult; problems: Problem[] } {
  const rail = rails.find((candidate) => candidate.name === name);
  if (rail === undefined) throw new Error(`no rail ${name}`);
  return rail.run(readForRails({ text, sources: [source], ...more }));
}

const at = (text: string, { problems }: { problems: Problem[] }): string[] => problems.map(({ start, end }) => text.slice(start, end));

describe("link safety", () => {
  it.each([
    ["[Read on](javascript:alert(1))", "unsafe-link", "blocking"],
    ["[Read on](JaVa&#115;cript:alert(1))", "unsafe-link", "blocking"],
    ["[Read on](data:text/html;base64,PHNjcmlwdD4=)", "unsafe-link", "blocking"],
    ['<a href="vbscript:run">Read on</a>', "unsafe-link", "blocking"],
    ["[Read on][x]\n\n[x]: javascript:alert(1)", "unsafe-link", "blocking"],
    ["[Read on](https://bank.example@evil.example/login)", "link-with-credentials", "blocking"],
    ["See https://anna:secret@example.org/x for it.", "link-with-credentials", "blocking"],
    ["[Shop](https://аpple.example/)", "look-alike-link", "blocking"],
    ["[Shop](https://xn--pple-43d.example/)", "look-alike-link", "warning"],
    ["[Shop](http://198.51.100.7/shop)", "link-to-number", "warning"],
    ["[www.mybank.example](https://other.example/)", "misleading-link", "blocking"],
    ["[https://mybank.example/a](https://mybank.example.evil.test/a)", "misleading-link", "blocking"],
  ])("reports %j as %s", (text, rule, severity) => {
    expect(run("link-safety", `The chain is worn.\n\n${text}`).problems).toMatchObject([{ rule, severity }]);
  });

  it.each([
    "[Read on](https://example.org/a_(b)?x=1#y)",
    "[Read on](/posts/chain) and [below](#below) and <mailto:info@example.org>",
    "[https://example.org/chain](https://www.example.org/chain)",
    "[shop.example.org works](https://example.net)",
    "![A chain](data:image/png;base64,iVBORw0KGgo=)",
    "[Müller](https://müller.example/)",
    "Write `javascript:void(0)` nowhere.",
    "```\n[x](javascript:alert(1))\n```",
    "See https://example.org/@anna for it.",
  ])("passes %j", (text) => {
    expect(run("link-safety", `The chain is worn.\n\n${text}`).problems).toEqual([]);
  });

  it("marks the link", () => {
    const text = "Some [Read on](javascript:x) more.";
    expect(at(text, run("link-safety", text))).toEqual(["[Read on](javascript:x)"]);
  });
});

describe("personal data", () => {
  it.each([
    ["Write to anna.berg@mail-post.net today.", "anna.berg@mail-post.net"],
    ["Call +49 30 901820 for it.", "+49 30 901820"],
    ["Call him on 0171 2345678 for it.", "0171 2345678"],
    ["Her number is (212) 555-0147, they say.", "(212) 555-0147"],
    ["Pay to DE89 3704 0044 0532 0130 00 by Friday.", "DE89 3704 0044 0532 0130 00"],
    ["Pay to GB82WEST12345698765432 by Friday.", "GB82WEST12345698765432"],
    ["The card 4539 1488 0343 6467 was used.", "4539 1488 0343 6467"],
    ["They came from 84.17.33.9 at night.", "84.17.33.9"],
    ["Her number 536-22-8713 was printed.", "536-22-8713"],
  ])("warns of what stands in %j", (text, found) => {
    const outcome = run("privacy", text);
    expect(outcome.result.status).toBe("warn");
    expect(at(text, outcome)).toEqual([found]);
  });

  it.each([
    "Write to info@bikes.net or to anna@example.org.",
    "Pay to DE89 3704 0044 0532 0130 01 by Friday.",
    "The card 4539 1488 0343 6468 has a wrong digit.",
    "Version 3.12.40.7 came out, and 192.168.0.10 is at home.",
    "The part 10-24-2023 costs 1,250,000 over 2019-2023.",
    "ISBN 978-3-16-148410-0 is a book, and 4000000000000 is a number.",
    "See https://example.org/p/4539148803436467 for it.",
    "> “Write to anna.berg@mail-post.net.”[^1]\n\n[^1]: Chain notes — “Write to anna.berg@mail-post.net.”",
    "It weighs +12 to 15 kg at 20 °C.",
  ])("sees none in %j", (text) => {
    expect(run("privacy", text).problems).toEqual([]);
  });
});

describe("disclosure", () => {
  const link = "The chain is worn. [Buy it](https://www.amazon.de/dp/B01?tag=bikes-21) here.";

  it("blocks a link that earns when nothing says so", () => {
    expect(run("disclosure", link).problems).toMatchObject([{ rule: "no-affiliate-disclosure", severity: "blocking" }]);
    expect(run("disclosure", "The chain is worn. See https://amzn.to/3abc here.").result.status).toBe("fail");
  });

  it.each([
    `${link} This page holds affiliate links.`,
    `${link}\n\nWe earn a small commission when you buy.`,
    "The chain is worn. [Buy it](https://www.amazon.de/dp/B01?ref=x) here.",
  ])("passes %j", (text) => {
    expect(run("disclosure", text).result.status).toBe("pass");
  });

  it("blocks an article without a line that its publisher asked for, and asks nothing of a digest", () => {
    const asked = { disclosures: ["ai"] as const };
    expect(run("disclosure", "The chain is worn.", asked).problems).toMatchObject([{ rule: "no-ai-disclosure", severity: "blocking" }]);
    expect(run("disclosure", "The chain is worn. It was written with the help of AI.", asked).result.status).toBe("pass");
    expect(run("disclosure", "The chain is worn.", { ...asked, kind: "digest" }).result.status).toBe("pass");
    expect(run("disclosure", link, { disclosures: ["affiliate"] }).problems).toHaveLength(1);
  });

  it("does not run in a language that it does not read", () => {
    const text = "Die Kette ist mit den Jahren nicht besser geworden, und auch das Rad ist nicht mehr neu.";
    expect(run("disclosure", text, { disclosures: ["ai"] }).result).toMatchObject({ status: "not_run", reason: "language" });
  });
});

describe("originality", () => {
  it("warns of a long run of a source's words", () => {
    const text = `At first: a cargo bicycle with a **worn chain** loses about a tenth of its drive, and the teeth of the small sprocket go first. So it is.`;
    const outcome = run("source-originality", text);
    expect(outcome.problems).toMatchObject([{ rule: "copied-from-source", severity: "warning" }]);
    expect(at(text, outcome)).toEqual([
      "a cargo bicycle with a **worn chain** loses about a tenth of its drive, and the teeth of the small sprocket go first",
    ]);
    expect(outcome.problems[0]?.message).toContain("Chain notes");
  });

  it.each([
    `They say “${passage}” and mean it.`,
    `> “${passage}”[^1]\n\n[^1]: Chain notes — “${passage}”`,
    "A cargo bicycle with a worn chain loses about a tenth of its drive.",
    "A tenth of the drive of a cargo bicycle is lost when its chain is worn; the small sprocket's teeth are the first to go.",
  ])("passes %j", (text) => {
    expect(run("source-originality", text).result.status).toBe("pass");
  });

  it("is judged against own texts only when they are given", () => {
    expect(run("own-originality", passage).result).toMatchObject({ status: "not_run", reason: "no own texts given" });
    expect(run("own-originality", passage, { ownTexts: [] }).result.status).toBe("pass");
    expect(run("own-originality", passage, { ownTexts: [{ title: "Chains", text: source.text }] }).problems).toMatchObject([
      { rule: "repeated-from-own-text", severity: "warning" },
    ]);
    expect(run("source-originality", passage, { sources: [] }).result).toMatchObject({ status: "not_run", reason: "no sources" });
  });

  it("is measured in linear time", () => {
    const long = Array.from({ length: 40_000 }, (_, index) => `word${index % 977}`).join(" ");
    const started = process.cpuUsage();
    run("own-originality", long, { sources: [], ownTexts: [{ text: long }] });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(8000);
  });
});
