import { endpoints, type EndpointSpec } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compileSerializer, shapeOf } from "./serialize.ts";

const written = (shape: z.ZodType, value: unknown): unknown => JSON.parse(compileSerializer(shape)(value)) as unknown;

describe("an answer", () => {
  const shape = z.object({
    name: z.string(),
    count: z.number().int(),
    ratio: z.number(),
    isOn: z.boolean(),
    note: z.string().nullable(),
    parent: z.object({ id: z.string() }).nullable(),
    list: z.array(z.object({ kind: z.enum(["a", "b"]), more: z.string().optional() })),
    free: z.record(z.string(), z.unknown()),
    either: z.union([z.string(), z.number()]),
    fixed: z.literal("yes"),
  });
  const value = {
    name: 'q"uote\n',
    count: 3,
    ratio: 0.25,
    isOn: false,
    note: null,
    parent: null,
    list: [{ kind: "a" }, { kind: "b", more: "x" }],
    free: { deep: { list: [1, "2", null] } },
    either: 7,
    fixed: "yes",
  };

  it("is written whole, with nulls and open parts as they are", () => {
    expect(written(shape, value)).toEqual(value);
    expect(written(shape, { ...value, note: "n", parent: { id: "p" }, either: "x" })).toMatchObject({ note: "n", parent: { id: "p" }, either: "x" });
  });

  it("never carries a field that its contract does not name", () => {
    expect(compileSerializer(shape)({ ...value, passwordHash: "x", parent: { id: "p", secret: "s" } })).not.toMatch(/passwordHash|secret/);
  });

  it("without a required field is an error, not half an answer", () => {
    expect(() => compileSerializer(shape)({ ...value, name: undefined })).toThrow('"name" is required');
  });
});

describe("the compiled shape", () => {
  it("keeps no constraint", () => {
    expect(shapeOf({ type: "string", pattern: "x", format: "uuid", maxLength: 3 })).toEqual({ type: "string" });
    expect(shapeOf({ anyOf: [{ type: "null" }, { type: "integer", minimum: 1 }] })).toEqual({ type: "integer", nullable: true });
    expect(shapeOf({ anyOf: [{ type: "string" }, { type: "integer" }] })).toEqual({});
  });

  it("exists for every operation of the contracts", () => {
    const specs = Object.values(endpoints).flatMap((record) => Object.values(record as Record<string, EndpointSpec>));
    for (const { response } of specs) expect(() => compileSerializer(response)).not.toThrow();
    expect(specs.length).toBeGreaterThan(40);
  });
});
