import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { createRequestIds } from "./request-ids.ts";

const asked = (id?: string): IncomingMessage => ({ headers: id === undefined ? {} : { "x-request-id": id } }) as unknown as IncomingMessage;

describe("the name of a request", () => {
  it("is different for each, and for each start of the server", () => {
    const [one, two] = [createRequestIds(), createRequestIds()];
    const names = Array.from({ length: 1000 }, () => [one(asked()), two(asked())]).flat();
    expect(new Set(names).size).toBe(2000);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{20}-[0-9a-z]+$/);
  });

  it("is the caller's when it is a plain one", () => {
    const nameOf = createRequestIds();
    expect(nameOf(asked("trace-0001"))).toBe("trace-0001");
    for (const bad of ["short", "a b c d e f g h", "x".repeat(101), "<script>alert", "line\nbreak-x", ""]) expect(nameOf(asked(bad))).not.toBe(bad);
  });
});
