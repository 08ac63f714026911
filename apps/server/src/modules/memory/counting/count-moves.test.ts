import { expect, it } from "vitest";
import { countMoves } from "./count-moves.ts";

const fact = (text: string, agent = "people") => ({ agent, kind: "business_fact", text }) as const;

it("what came and went is counted by agent and kind, in bytes, in one order", () => {
  expect(countMoves({ came: [fact("é"), fact("ab", "market"), fact("c")], went: [fact("xyz")] })).toEqual([
    { agent: "market", kind: "business_fact", memories: 1, bytes: 2 },
    { agent: "people", kind: "business_fact", memories: 1, bytes: 0 },
  ]);
});

it("what changes nothing moves nothing, and another kind moves from one to the other", () => {
  expect(countMoves({ came: [fact("a")], went: [fact("b")] })).toEqual([]);
  expect(countMoves({ came: [fact("a")], went: [{ ...fact("a"), kind: "conversation" }] }).map(({ memories }) => memories)).toEqual([1, -1]);
});
