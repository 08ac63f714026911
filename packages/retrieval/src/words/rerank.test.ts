import { describe, expect, it } from "vitest";
import { rerank } from "./rerank.ts";
import type { Hit } from "../search.queries.ts";
import { loadWordVectors } from "./word-vectors.ts";

const vectors = await loadWordVectors();

function hit(text: string, score: number): Hit {
  return {
    entryId: text,
    ownerKind: "k",
    ownerId: "o",
    position: 0,
    text,
    start: 0,
    end: text.length,
    score,
    why: { lexical: 1, vector: null, rerank: null },
  };
}

describe("what was found", () => {
  it("comes in another order when the words say so, and says why", () => {
    const found = [hit("The moon has craters.", 3), hit("A doctor looked after the child.", 2), hit("A shop sells shoes.", 1)];
    const [first, ...others] = rerank(vectors, "Which physician treated the kid?", found);
    expect(first?.text).toBe("A doctor looked after the child.");
    expect(first?.why).toMatchObject({ lexical: 1, vector: null });
    expect(first?.why.rerank).toBeGreaterThan(others[0]?.why.rerank ?? 1);
  });

  it("stays as it is for a question of unknown words", () => {
    const found = [hit("Eins.", 2), hit("Zwei.", 1)];
    expect(rerank(vectors, "Zwoblingen Quaxtal", found)).toEqual(found);
  });
});
