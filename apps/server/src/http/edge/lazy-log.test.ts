import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { lazyLog } from "./lazy-log.ts";
import { createLog } from "./log.ts";

describe("a request's log", () => {
  it("writes what its parent would, with the request's own fields", () => {
    const to = new PassThrough();
    const log = lazyLog(createLog({ level: "info", format: "json", to }), { requestId: "request-1" });
    log.debug({ a: 1 }, "too quiet");
    for (const level of ["info", "warn", "error", "fatal"] as const) log[level]({ password: "hunter22" }, level);
    log.child({ part: "stream" }).info("below");
    const lines = String(to.read())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ msg }) => msg)).toEqual(["info", "warn", "error", "fatal", "below"]);
    expect(lines.every(({ requestId }) => requestId === "request-1")).toBe(true);
    expect(lines[0]).toMatchObject({ password: "[secret]" });
    expect(lines[4]).toMatchObject({ part: "stream" });
  });

  it("is made once, at its first line", () => {
    const parent = createLog({ level: "info", format: "json", to: new PassThrough() });
    let made = 0;
    const counting = { ...parent, level: "info", child: (bindings: object) => (made++, parent.child(bindings)) };
    const log = lazyLog(counting, {});
    expect(made).toBe(0);
    log.info({}, "one");
    log.info({}, "two");
    expect(made).toBe(1);
  });
});
