import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../http/fixture.ts";
import notYet from "./not-yet.json" with { type: "json" };
import older from "./older-contract.json" with { type: "json" };
import { hasField, ourOperations } from "./shapes.ts";

interface OlderOperation {
  status: number;
  needs: string[];
  answers: string[];
}

const contract = Object.entries(older as Record<string, OlderOperation>).map(
  ([name, operation]) => [name.replace(/(\w)\/$/, "$1"), operation] as const,
);
const ours = ourOperations();
/** Operations that answer without standing in the contracts: the root's greeting and the metrics. */
const plain = ["GET /", "GET /metrics", "GET /metrics/health"];

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.app.close());

const isThere = (name: string): boolean => ours.has(name) || plain.includes(name);
const gaps = notYet.fields as Record<string, string[]>;
const listed = new Set(notYet.operations);
const kept = contract.filter(([name]) => !listed.has(name));

describe("the older contract", () => {
  it("is known whole", () => {
    expect(contract.length).toBeGreaterThanOrEqual(103);
  });

  it.each(kept)("%s is there", (name) => {
    expect(isThere(name)).toBe(true);
  });

  it.each(kept.filter(([name]) => ours.has(name)))("%s takes what it took, asks for no more, and answers all that it answered", (name, operation) => {
    const own = ours.get(name);
    expect(own?.status).toBe(operation.status);
    expect(operation.needs.filter((field) => own?.takes.includes(field) !== true)).toEqual([]);
    const demands = (own?.needs ?? []).filter((field) => !operation.needs.includes(field)).map((field) => `asks for ${field}`);
    const lacks = operation.answers.filter((field) => own?.hasAnswerField(field) !== true);
    expect([...demands, ...lacks]).toEqual(gaps[name] ?? []);
  });

  it.each(kept.filter(([name]) => plain.includes(name) && name !== "GET /metrics"))("%s answers all that it answered", async (name, { answers }) => {
    const answer = await server.app.inject({ url: name.slice(4), headers: { accept: "application/json" } });
    expect(answer.statusCode).toBe(200);
    const asSchema = (value: unknown): unknown =>
      typeof value === "object" && value !== null
        ? { properties: Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asSchema(inner)])) }
        : {};
    expect(answers.filter((field) => !hasField(asSchema(answer.json()), field))).toEqual([]);
  });
});

describe("the list of what is not there yet", () => {
  it("names operations of the older contract only, each once", () => {
    const known = new Set(contract.map(([name]) => name));
    expect(notYet.operations.filter((name) => !known.has(name))).toEqual([]);
    expect(listed.size).toBe(notYet.operations.length);
  });

  it("names nothing that is there", () => {
    expect(notYet.operations.filter(isThere)).toEqual([]);
  });

  it("has gaps only in operations that are there", () => {
    expect(Object.keys(gaps).filter((name) => !ours.has(name))).toEqual([]);
  });

  it("is the whole difference", () => {
    const absent = contract.map(([name]) => name).filter((name) => !isThere(name));
    expect(notYet.operations.toSorted()).toEqual(absent.toSorted());
  });
});
