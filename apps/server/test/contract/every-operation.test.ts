import type { EndpointSpec } from "@cofounder/contracts";
import { type Permission, rolePermissions, roles } from "@cofounder/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { allEndpoints } from "../../src/http/openapi/print-openapi.ts";
import { createTestApp, type TestApp } from "../http/fixture.ts";

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.app.close());

const all = allEndpoints().map(({ name, spec }) => [`${spec.method} ${spec.path}`, spec, name] as const);

/** An address of the endpoint, with parameters that are well formed. */
function addressOf(spec: EndpointSpec): string {
  return spec.path.replace(/\{(\w+)\}/g, (_, name: string) => (name === "revision" ? "1" : "0198a3f0-0000-7000-8000-000000000001"));
}

interface Sent {
  token?: string;
  payload?: unknown;
  url?: string;
}

function send(spec: EndpointSpec, { token, payload, url }: Sent = {}) {
  const hasBody = spec.method !== "GET" && spec.method !== "DELETE";
  return server.app.inject({
    method: spec.method,
    url: url ?? addressOf(spec),
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(hasBody ? { "content-type": "application/json" } : {}) },
    ...(hasBody ? { payload: JSON.stringify(payload ?? {}) } : {}),
  });
}

function roleWithout(permission: Permission): string | undefined {
  return roles.find((role) => !rolePermissions[role].has(permission));
}

function roleFor(spec: EndpointSpec): string {
  return spec.auth === "public" || spec.auth === "signed_in" ? "viewer" : "owner";
}

interface Problem {
  code: string;
  errors: { loc: string[]; type: string }[];
}

describe("without a token", () => {
  it.each(all.filter(([, { auth }]) => auth !== "public"))("%s answers 401", async (_name, spec) => {
    const answer = await send(spec);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([401, "application/problem+json; charset=utf-8"]);
  });

  it.each(all.filter(([, { auth }]) => auth === "public"))("%s lets a stranger in", async (_name, spec) => {
    const answer = await send(spec, { url: addressOf(spec) });
    expect([401, 403]).not.toContain(answer.statusCode);
  });
});

describe("with a role that may not", () => {
  const guarded = all.flatMap(([name, spec]) => {
    const role = spec.auth === "public" || spec.auth === "signed_in" ? undefined : roleWithout(spec.auth);
    return role === undefined ? [] : [[name, role, spec] as const];
  });

  it.each(guarded)("%s answers %s 403", async (_name, role, spec) => {
    const answer = await send(spec, { token: role });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([403, "forbidden"]);
  });

  it("nobody is there for whom every door is open", () => {
    expect(guarded.length).toBeGreaterThan(10);
  });
});

describe("with a field that it does not know", () => {
  it.each(all.filter(([, { body }]) => body !== undefined))("%s answers 422 naming it", async (_name, spec) => {
    const answer = await send(spec, { token: roleFor(spec), payload: { no_such_field: 1 } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<Problem>().errors.find(({ loc }) => loc.join(".") === "body.no_such_field")?.type).toBe("extra_forbidden");
  });

  it.each(all.filter(([, { method }]) => method === "GET"))("%s answers 422 naming a parameter", async (_name, spec) => {
    const answer = await send(spec, { token: roleFor(spec), url: `${addressOf(spec)}?no_such_parameter=1` });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<Problem>().errors.map(({ loc }) => loc.join("."))).toContain("query.no_such_parameter");
  });
});

describe("with a bad id", () => {
  const withId = all.filter(([, { path }]) => /\{(?:task|approval|source|memory)_id\}/.test(path));
  it.each(withId)("%s answers 422 naming the parameter", async (_name, spec) => {
    const answer = await send(spec, { token: roleFor(spec), url: spec.path.replaceAll(/\{\w+\}/g, "not-an-id") });
    expect(answer.statusCode).toBe(422);
    expect(answer.json<Problem>().errors[0]?.loc).toEqual(["path", /\{(\w+)\}/.exec(spec.path)?.[1]]);
  });
});

describe("without a required field", () => {
  const demanding = all.flatMap(([name, spec]) => {
    const required = Object.entries((spec.body?.shape ?? {}) as Record<string, z.ZodType>).filter(([, field]) => !field.safeParse(undefined).success);
    return required.length > 0 ? [[name, required.map(([field]) => field), spec] as const] : [];
  });

  it.each(demanding)("%s answers 422 naming %j", async (_name, fields, spec) => {
    const answer = await send(spec, { token: roleFor(spec), payload: {} });
    expect(answer.statusCode).toBe(422);
    const named = answer.json<Problem>().errors.map(({ loc }) => loc.join("."));
    for (const field of fields) expect(named).toContain(`body.${field}`);
  });
});
