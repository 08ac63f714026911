import type { PostEvidence } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { citedSources } from "./cited-sources.ts";
import type { Note } from "./read-content.ts";

const source = (id: string, title: string, url: string | null = null) => ({
  source_id: id,
  title,
  url,
  sha256: id.repeat(64).slice(0, 64),
  fetched_at: "2026-11-20T08:00:00.000Z",
});

const claim = (id: string, quote: string): PostEvidence["claims"][number] => ({
  claim: { text: quote, start: 0, end: quote.length, verdict: "supported" },
  citations: [{ source_id: id, title: "", url: null, sha256: "", quote, start: 0, end: quote.length }],
});

function evidence(sources: PostEvidence["sources"], claims: PostEvidence["claims"]): PostEvidence {
  return {
    post: { id: "01935b00-0000-7000-8000-000000000001", slug: "a", title: "A", revision: 1, kind: "digest" },
    coverage: 1,
    claims,
    sources,
    signatures: [],
  };
}

const note = (number: number, text: string): Note => ({ id: `post-fn-${number}`, markId: `post-fnref-${number}`, number, text });

describe("what a post is made from", () => {
  it("stands in the order of the text, each passage once and with its footnote", () => {
    const cited = citedSources(
      evidence(
        [source("a", "First"), source("b", "Second", "https://example.org/b")],
        [claim("a", "Later words."), claim("b", "One."), claim("b", "Two."), claim("b", "One.")],
      ),
      [note(1, "Second, https://example.org/b — “One. Two.”"), note(2, "First — “Later words.”")],
    );
    expect(cited.holdsEveryNote).toBe(true);
    expect(cited.sources.map(({ title, anchor, passages }) => [title, anchor, passages.map(({ quote, note: own }) => [quote, own?.number])])).toEqual(
      [
        ["Second", "source-1", [["One. Two.", 1]]],
        ["First", "source-2", [["Later words.", 2]]],
      ],
    );
  });

  it("shows no quotation that the stored evidence does not have", () => {
    const cited = citedSources(evidence([source("a", "First")], [claim("a", "What was checked.")]), [note(1, "First — “What was made up.”")]);
    expect(cited.sources[0]?.passages).toEqual([{ quote: "What was checked.", note: undefined }]);
    expect(cited.holdsEveryNote).toBe(false);
  });

  it("gives a footnote one place when two sources hold the same sentence", () => {
    const cited = citedSources(evidence([source("a", "Same"), source("b", "Same")], [claim("a", "Both say it."), claim("b", "Both say it.")]), [
      note(1, "Same — “Both say it.”"),
    ]);
    expect(cited.sources.flatMap(({ passages }) => passages.map(({ note: own }) => own?.number))).toEqual([1, undefined]);
  });

  it("leaves out a source that nothing is cited from, unless nothing is cited at all", () => {
    const both = [source("a", "First"), source("b", "Second")];
    expect(citedSources(evidence(both, [claim("b", "Words.")]), []).sources.map(({ title }) => title)).toEqual(["Second"]);
    expect(citedSources(evidence(both, []), []).sources).toHaveLength(2);
  });

  it("links to web addresses only", () => {
    const cited = citedSources(evidence([source("a", "First", "javascript:alert(1)")], [claim("a", "Words.")]), []);
    expect(cited.sources[0]?.url).toBeUndefined();
  });

  it("footnotes in another form are kept for a list of their own", () => {
    const cited = citedSources(evidence([source("a", "First")], [claim("a", "Words.")]), [note(1, "A remark.")]);
    expect(cited.holdsEveryNote).toBe(false);
  });

  it("says nothing of footnotes where there are none", () => {
    expect(citedSources(evidence([source("a", "First")], [claim("a", "Words.")]), []).holdsEveryNote).toBe(false);
  });
});
