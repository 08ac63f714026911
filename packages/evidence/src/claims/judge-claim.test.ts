import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkText } from "../check-text.ts";
import type { Claim, Verdict } from "../report.ts";

type Labelled = readonly [text: string, verdict: Verdict, kind?: string];
interface LabelledSource {
  title: string;
  text: string;
  claims: readonly Labelled[];
}

function labelled(file: string): LabelledSource[] {
  return JSON.parse(readFileSync(new URL(`../../corpus/${file}.json`, import.meta.url), "utf8")) as LabelledSource[];
}

/** Judges every claim of a file against all its sources at once, and keeps those whose verdict or defect is another. */
function judge(file: string): { label: Labelled; claims: Claim[] }[] {
  const documents = labelled(file);
  const sources = documents.map(({ title, text }, index) => ({ id: String(index), title, text }));
  const labels = documents.flatMap((document) => document.claims);
  const text = labels.map(([claim]) => claim).join("\n\n");
  const { claims } = checkText({ text, sources });
  let at = 0;
  return labels.map((label) => {
    const start = text.indexOf(label[0], at);
    at = start + label[0].length;
    return { label, claims: claims.filter((claim) => claim.start >= start && claim.end <= at) };
  });
}

function verdictOf(claims: readonly Claim[]): Verdict | "none" {
  if (claims.length === 0) return "none";
  return claims.find((claim) => claim.verdict !== "supported")?.verdict ?? "supported";
}

function share<T>(items: readonly T[], isCounted: (item: T) => boolean): number {
  return items.filter(isCounted).length / items.length;
}

describe("claims judged against sources", () => {
  const judged = judge("claims");

  it.each(judged)("$label.0 is $label.1", ({ label: [, verdict], claims }) => {
    expect(verdictOf(claims)).toBe(verdict);
  });

  it("name the defect nearly always", () => {
    const named = judged.filter(({ label: [, verdict, kind] }) => verdict === "contradicted" && kind !== undefined);
    expect(
      share(named, ({ label: [, , kind], claims }) => claims.some((claim) => claim.defects.some((defect) => defect.kind === kind))),
    ).toBeGreaterThan(0.9);
  });

  it("quote the evidence as it stands in its source", () => {
    const documents = labelled("claims");
    for (const { start, end, quote, source_id } of judged.flatMap(({ claims }) => claims.flatMap((claim) => claim.evidence))) {
      expect(documents[Number(source_id)]?.text.slice(start, end)).toBe(quote);
    }
  });
});

describe("harder claims, in other words than the source's", () => {
  const judged = judge("claims-paraphrased");
  const are = (verdict: Verdict) => judged.filter(({ label }) => label[1] === verdict);

  it("are hardly ever supported when they are false or unknown", () => {
    expect(share(are("contradicted"), ({ claims }) => verdictOf(claims) === "supported")).toBeLessThanOrEqual(0.08);
    expect(share(are("unsupported"), ({ claims }) => verdictOf(claims) === "supported")).toBe(0);
  });

  it("are supported for the greater part when they are true", () => {
    expect(share(are("supported"), ({ claims }) => verdictOf(claims) === "supported")).toBeGreaterThanOrEqual(0.65);
  });

  it("are not called contradicted when they are true", () => {
    expect(share(are("supported"), ({ claims }) => verdictOf(claims) === "contradicted")).toBeLessThanOrEqual(0.05);
  });
});
