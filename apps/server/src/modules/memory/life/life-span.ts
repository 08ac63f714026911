import type { MemoryKind } from "@cofounder/contracts";

const dayMs = 86_400_000;

interface Valued {
  kind: MemoryKind;
  importance: number;
}

/** Days for which something is kept after it was last told; null: for good. */
export function keptDays({ kind, importance }: Valued): number | null {
  if (importance >= 4) return null;
  if (kind === "conversation" || importance === 1) return 90;
  return importance === 2 ? 180 : null;
}

/** When a memory that was told at that moment is forgotten by itself; null: never. */
export function keepUntil(memory: Valued, toldAt: Date): Date | null {
  const days = keptDays(memory);
  return days === null ? null : new Date(toldAt.getTime() + days * dayMs);
}

/** Days after which half of the confidence is gone, unless it was told again. What does not age has none. */
const halfLifeDays: Record<MemoryKind, number | null> = {
  conversation: 30,
  market_intelligence: 90,
  strategic_insight: 180,
  user_preference: 365,
  technical_knowledge: 365,
  process_knowledge: 730,
  relationship: 730,
  business_fact: null,
};

interface Fading {
  kind: MemoryKind;
  confidence: number;
  toldAt: Date;
}

/** What is left of the confidence at that moment, from 0 to 1: it halves with each half-life since the memory was last told. */
export function strengthOf({ kind, confidence, toldAt }: Fading, now: Date): number {
  const halfLife = halfLifeDays[kind];
  if (halfLife === null) return confidence;
  const days = Math.max(0, now.getTime() - toldAt.getTime()) / dayMs;
  return Math.round(confidence * 0.5 ** (days / halfLife) * 1_000) / 1_000;
}
