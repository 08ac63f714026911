import { describe, expect, it } from "vitest";
import { allEndpoints, printOpenApi } from "../../src/http/openapi/print-openapi.ts";

type Json = Record<string, unknown>;

interface Operation {
  operationId: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description?: string; $ref?: string; content?: Record<string, { schema: Json }> }>;
}

interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json>; responses: Record<string, Json>; securitySchemes: Record<string, Json> };
}

const document = printOpenApi("1.2.3") as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation, path] as const),
);

function everyNode(value: unknown, visit: (node: Json) => void): void {
  if (Array.isArray(value)) for (const entry of value) everyNode(entry, visit);
  else if (typeof value === "object" && value !== null) {
    visit(value as Json);
    for (const entry of Object.values(value)) everyNode(entry, visit);
  }
}

function refs(): string[] {
  const found: string[] = [];
  everyNode(document, (node) => {
    if (typeof node["$ref"] === "string") found.push(node["$ref"]);
  });
  return found;
}

const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split("/")
    .reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);

describe("the OpenAPI document", () => {
  it("is of version 3.1 and has every operation of the contracts once", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(operations.map(([name]) => name).toSorted()).toEqual(
      allEndpoints()
        .map(({ spec }) => `${spec.method} ${spec.path}`)
        .toSorted(),
    );
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers only to what it has, and has only what is referred to", () => {
    const all = new Set(refs());
    for (const ref of all) expect([ref, resolve(ref) !== undefined]).toEqual([ref, true]);
    const named = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(named.filter((ref) => !all.has(ref))).toEqual([]);
    expect([...all].filter((ref) => !/^#\/components\/(?:schemas|responses)\/[A-Za-z]+$/.test(ref))).toEqual([]);
  });

  it("uses JSON Schema as OpenAPI 3.1 has it: no nullable, no schema keywords of its printer", () => {
    everyNode(document, (node) => {
      for (const keyword of ["nullable", "$schema", "$defs", "definitions", "~standard"]) expect(node).not.toHaveProperty(keyword);
      if (Array.isArray(node["required"])) {
        const known = Object.keys(node["properties"] ?? {});
        expect((node["required"] as string[]).filter((name) => !known.includes(name))).toEqual([]);
      }
    });
    expect(JSON.stringify(document)).not.toContain('"id":"');
  });

  it.each(operations)("%s declares its path's parameters, its tag, and what it answers", (_name, operation, path) => {
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    expect(inPath.map(({ name }) => name).toSorted()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).toSorted());
    expect(inPath.every(({ required }) => required)).toBe(true);
    const placed = (operation.parameters ?? []).map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(placed).size).toBe(placed.length);
    expect(document.tags.map(({ name }) => name)).toContain(operation.tags[0]);
    for (const scheme of operation.security.flatMap((entry) => Object.keys(entry)))
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    const statuses = Object.keys(operation.responses);
    expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
    for (const status of ["429", "500", "504"]) expect(statuses).toContain(status);
    if (operation.security.length > 0) expect(statuses).toContain("401");
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[2-5]\d\d$/);
      if (response.$ref === undefined) expect(response.description).toBeTruthy();
    }
  });

  it("says of an operation what the contract says", () => {
    const create = document.paths["/api/content/tasks"]?.["post"];
    expect(create?.parameters?.map(({ name }) => name)).toEqual(["Idempotency-Key"]);
    expect(create?.requestBody?.content["application/json"]?.schema).toMatchObject({
      type: "object",
      required: ["topic"],
      additionalProperties: false,
    });
    const update = document.paths["/api/posts/{slug}"]?.["patch"];
    expect(update?.parameters?.map(({ name }) => name)).toEqual(["slug", "If-Match"]);
    expect(update?.responses["412"]).toEqual({ $ref: "#/components/responses/Stale" });
    expect(document.paths["/api/research/sources"]?.["post"]?.requestBody?.content).toHaveProperty("multipart/form-data");
    expect(document.paths["/api/events"]?.["get"]?.responses["200"]?.content).toHaveProperty("text/event-stream");
    expect(document.paths["/api/health"]?.["get"]?.responses["503"]?.content).toHaveProperty("application/json");
  });

  it("describes every problem by one shape", () => {
    for (const response of Object.values(document.components.responses)) {
      expect(response).toMatchObject({ content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDocument" } } } });
    }
  });
});
