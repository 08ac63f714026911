import { endpoint, type EndpointSpec } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readInput } from "./input.ts";

const spec = endpoint({
  method: "POST",
  path: "/things/{id}",
  summary: "A thing",
  auth: "public",
  params: z.strictObject({ id: z.uuid() }),
  query: z.strictObject({ limit: z.coerce.number().int().min(1).default(20) }),
  body: z.strictObject({ name: z.string().max(5), parts: z.array(z.strictObject({ size: z.number() })).optional(), any: z.unknown().optional() }),
  response: z.object({}),
});
const id = "0198a3f0-0000-7000-8000-000000000000";

function request(parts: { params?: unknown; query?: unknown; headers?: Record<string, string> } = {}): FastifyRequest {
  return { params: { id }, query: {}, headers: {}, ...parts } as unknown as FastifyRequest;
}

function issues(parts: Parameters<typeof request>[0], body: unknown, of: EndpointSpec = spec): unknown[] {
  try {
    readInput(of, request(parts), { fields: body });
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid") return (error.details.issues ?? []).map(({ loc, type }) => [loc.join("."), type]);
    throw error;
  }
  return [];
}

describe("an input", () => {
  it("brings params, query and body together, with defaults", () => {
    expect(readInput(spec, request(), { fields: { name: "a" } })).toEqual({ id, limit: 20, name: "a" });
  });

  it("is refused with everything that is wrong in all three places", () => {
    expect(issues({ params: { id: "x" }, query: { limit: "0", page: "2" } }, { nam: 1, parts: [{ size: "1" }] })).toEqual([
      ["path.id", "value_error"],
      ["query.limit", "too_small"],
      ["query.page", "extra_forbidden"],
      ["body.name", "missing"],
      ["body.parts.0.size", "type_error"],
      ["body.nam", "extra_forbidden"],
    ]);
  });

  it("names the fields in its sentence", () => {
    expect(() => readInput(spec, request(), { fields: { name: "too long", more: 1 } })).toThrow(
      /^The input cannot be taken: name .*; more is not a field of this operation\.$/,
    );
  });

  it("that is no object is refused as a whole", () => {
    expect(issues({}, [])).toEqual([["body", "type_error"]]);
    expect(issues({}, "text")).toEqual([["body", "type_error"]]);
  });

  it("may leave the body out where no field is required", () => {
    const open: EndpointSpec = { ...spec, body: z.strictObject({ note: z.string().optional() }) };
    expect(readInput(open, request(), { fields: undefined })).toEqual({ id, limit: 20 });
    const none: EndpointSpec = { method: "DELETE", path: "/x", summary: "x", auth: "public", response: z.object({}) };
    expect(issues({ params: {} }, { force: true }, none)).toEqual([["body.force", "extra_forbidden"]]);
  });

  it("refuses characters that cannot be stored, and nesting without end", () => {
    expect(issues({}, { name: "a\u0000b" })).toEqual([["body.name", "value_error"]]);
    expect(issues({}, { name: "a", any: ["\ud800"] })).toEqual([["body.any.0", "value_error"]]);
    expect(issues({}, { name: "a", any: { "k\u0000": 1 } })).toEqual([["body.any.k?", "value_error"]]);
    expect(issues({}, { name: "😀" })).toEqual([]);
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`);
    expect(issues({}, { name: "a", any: deep })).toEqual([["body.any.a", "value_error"]]);
  });

  it("takes If-Match only where the endpoint does, and * as no condition", () => {
    const matching: EndpointSpec = { ...spec, ifMatch: true };
    const body = { fields: { name: "a" } };
    expect(readInput(matching, request({ headers: { "if-match": '"tag"' } }), body)).toMatchObject({ if_match: '"tag"' });
    expect(readInput(matching, request({ headers: { "if-match": "*" } }), body)).not.toHaveProperty("if_match");
    expect(readInput(spec, request({ headers: { "if-match": '"tag"' } }), body)).not.toHaveProperty("if_match");
  });

  it("of a resumable stream takes its place from the header, the query going before it", () => {
    const stream: EndpointSpec = {
      method: "GET",
      path: "/x",
      summary: "x",
      auth: "public",
      stream: true,
      query: z.strictObject({ last_event_id: z.string().optional() }),
      response: z.object({}),
    };
    const header = { params: {}, headers: { "last-event-id": "7" } };
    expect(readInput(stream, request(header), { fields: undefined })).toEqual({ last_event_id: "7" });
    expect(readInput(stream, request({ ...header, query: { last_event_id: "9" } }), { fields: undefined })).toEqual({ last_event_id: "9" });
  });
});
