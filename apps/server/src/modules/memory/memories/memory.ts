import { type Memory, memoryEtag, type NewMemory } from "@cofounder/contracts";
import { AppError, type Ctx, invalid, personOf, uuidv7 } from "@cofounder/kernel";
import { keepUntil, strengthOf } from "../life/life-span.ts";
import { samenessOf, subjectKeyOf } from "../sameness/same-text.ts";
import { readValueStatement } from "../sameness/value-statement.ts";
import type { memories } from "../tables.ts";

export type MemoryRow = typeof memories.$inferSelect;

/** Kinds in which a thing has one value at a time. */
const factual: ReadonlySet<string> = new Set(["business_fact", "process_knowledge", "technical_knowledge", "user_preference", "market_intelligence"]);

/** Who keeps a memory: the agent by its name, else `people` or `system`. */
export function keeperOf({ actor }: Pick<Ctx, "actor">): string {
  if (actor.kind === "agent") return actor.id;
  return actor.kind === "system" ? "system" : "people";
}

type Compared = Pick<MemoryRow, "text" | "kind" | "person" | "language">;

/** What a memory is compared by: the same text, and the thing that a fact gives a value of. */
export function comparedBy(memory: Compared): Pick<MemoryRow, "sameness" | "subject" | "value"> {
  const statement = memory.language === "en" && factual.has(memory.kind) ? readValueStatement(memory.text) : undefined;
  return {
    sameness: samenessOf(memory),
    subject: statement === undefined ? null : subjectKeyOf(statement.subject, memory),
    value: statement?.value ?? null,
  };
}

/** Conversations and preferences are personal: unless another is named, they are about the one who tells them. */
function personIn(given: NewMemory, teller: string | null): string | null {
  if (given.person !== undefined) return given.person;
  return given.kind === "conversation" || given.kind === "user_preference" ? teller : null;
}

/** The row of a memory that is told now. */
export function tell(ctx: Ctx, given: NewMemory, now: Date): MemoryRow {
  const { kind, importance, language, text } = given;
  const teller = personOf(ctx);
  const person = personIn(given, teller);
  return {
    id: given.id ?? uuidv7(now),
    text,
    kind,
    tags: [...new Set(given.tags)].toSorted(),
    importance,
    confidence: given.confidence,
    origin: given.origin ?? null,
    person,
    language,
    validFrom: given.valid_from === undefined ? now : new Date(given.valid_from),
    validTo: given.valid_to === undefined ? null : new Date(given.valid_to),
    keepUntil: given.keep_until === undefined ? keepUntil({ kind, importance }, now) : new Date(given.keep_until),
    timesTold: 1,
    toldAt: now,
    ...comparedBy({ text, kind, person, language }),
    agent: keeperOf(ctx),
    createdBy: teller,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** Throws `invalid` for a memory that would end before it begins. */
export function assertSpan({ validFrom, validTo }: Pick<MemoryRow, "validFrom" | "validTo">, loc: (string | number)[]): void {
  if (validTo !== null && validTo <= validFrom) throw invalid([...loc, "valid_to"], "must be later than valid_from");
}

/** Throws `stale` with the current ETag when If-Match names none of the memory's. */
export function assertMatches(memory: Pick<MemoryRow, "id" | "version">, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  const wanted = ifMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const etag = memoryEtag(memory);
  if (wanted.includes("*") || wanted.includes(etag)) return;
  throw new AppError("stale", "The memory has changed since you read it. Read it again and repeat the change.", { etag });
}

/** The memory as it is answered at that moment. */
export function memoryAnswer(row: MemoryRow, now: Date): Memory {
  const { id, text, kind, tags, importance, confidence, origin, person, language, agent, version } = row;
  return {
    ...{ id, text, kind, tags, importance, confidence, strength: strengthOf(row, now), origin, person, language },
    valid_from: row.validFrom.toISOString(),
    valid_to: row.validTo?.toISOString() ?? null,
    keep_until: row.keepUntil?.toISOString() ?? null,
    times_told: row.timesTold,
    ...{ agent, version, created_by: row.createdBy },
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
