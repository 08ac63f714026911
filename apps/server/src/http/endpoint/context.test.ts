import { anonymousCtx } from "@cofounder/kernel";
import type { FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { createOrigins, isLocalRequest, isLoopback } from "./context.ts";

function from(remoteAddress: string, headers: Record<string, string>): FastifyRequest {
  return { headers, socket: { remoteAddress } } as unknown as FastifyRequest;
}

describe("a local request", () => {
  it.each(["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "127.8.8.8"])("comes over loopback and names this machine: %s", (host) => {
    expect(isLocalRequest(from("127.0.0.1", { host }))).toBe(true);
    expect(isLocalRequest(from("::1", { host }))).toBe(true);
  });

  it("does not come from another machine, through a proxy, or for another name", () => {
    expect(isLocalRequest(from("10.0.0.7", { host: "localhost" }))).toBe(false);
    expect(isLocalRequest(from("127.0.0.1", { host: "rebound.example" }))).toBe(false);
    expect(isLocalRequest(from("127.0.0.1", {}))).toBe(false);
    for (const header of ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"]) {
      expect(isLocalRequest(from("127.0.0.1", { host: "localhost", [header]: "127.0.0.1" }))).toBe(false);
    }
  });

  it.each([
    ["127.0.0.1", true],
    ["::ffff:127.0.0.1", true],
    ["::1", true],
    ["128.0.0.1", false],
    ["127.0.0.1.example", false],
    ["", false],
  ])("%s is loopback: %s", (address, is) => {
    expect(isLoopback(address)).toBe(is);
  });
});

describe("the origin of a context", () => {
  it("is known for the context a door made, and for no other", () => {
    const origins = createOrigins();
    const ctx = anonymousCtx("request-1");
    origins.remember(ctx, { address: "10.0.0.7", isLocal: false });
    expect(origins.of(ctx)).toEqual({ address: "10.0.0.7", isLocal: false });
    expect(origins.of({ ...ctx })).toBeUndefined();
  });
});
