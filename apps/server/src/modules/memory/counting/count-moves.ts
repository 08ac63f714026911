import type { MemoryKind } from "@cofounder/contracts";

export interface Counted {
  agent: string;
  kind: MemoryKind;
  text: string;
}

export interface CountMove {
  agent: string;
  kind: MemoryKind;
  memories: number;
  bytes: number;
}

const bytesOf = (text: string): number => Buffer.byteLength(text, "utf8");

/** What a write changes in the counters: those that came and those that went, each agent and kind once and in one order. */
export function countMoves({ came = [], went = [] }: { came?: readonly Counted[]; went?: readonly Counted[] }): CountMove[] {
  const moves = new Map<string, CountMove>();
  const add = ({ agent, kind, text }: Counted, by: 1 | -1): void => {
    const key = `${agent}\0${kind}`;
    const move = moves.get(key) ?? { agent, kind, memories: 0, bytes: 0 };
    moves.set(key, { ...move, memories: move.memories + by, bytes: move.bytes + by * bytesOf(text) });
  };
  for (const one of came) add(one, 1);
  for (const one of went) add(one, -1);
  return [...moves].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, move]) => (move.memories === 0 && move.bytes === 0 ? [] : [move]));
}
