import { PassThrough } from "node:stream";
import { AppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { createLog, type LogOptions } from "./log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void, options: Partial<LogOptions> = {}): string {
  const to = new PassThrough();
  write(createLog({ level: "debug", format: "json", to, ...options }));
  return String(to.read() ?? "");
}

describe("a log line", () => {
  it("hides what stands under a secret's name, at the top and below", () => {
    const secret = "hunter22hunter22";
    const text = logged((log) => {
      log.info(
        {
          password: secret,
          headers: { authorization: secret, cookie: secret, "set-cookie": secret },
          a: { b: { refreshToken: secret } },
          token: secret,
        },
        "said",
      );
    });
    expect(text).not.toContain(secret);
    expect(text).toContain("[secret]");
    expect(text).toContain('"msg":"said"');
  });

  it("of a failed statement leaves out the values that it was given, also in its causes", () => {
    const cause = Object.assign(new Error("duplicate key"), {
      code: "23505",
      detail: "Key (email)=(owner@example.com) exists.",
      constraint: "users_email",
    });
    const failed = Object.assign(new Error("Failed query: insert into users\nparams: owner@example.com,hash"), {
      query: "insert into users",
      params: ["owner@example.com"],
      cause,
    });
    const text = logged((log) => log.error({ err: new AppError("bug", "It failed.", { cause: failed }) }, "failed"));
    expect(text).not.toMatch(/owner@example|,hash/);
    expect(text).toContain("users_email");
    expect(text).toContain("insert into users");
  });

  it("for people is one line with its fields, and the stack below", () => {
    const text = logged((log) => log.warn({ path: "/api", count: 3, err: new Error("broken") }, "something"), { format: "text" });
    expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} warn {2}something path=\/api count=3\nError: broken\n/);
  });

  it("below the level is not written", () => {
    expect(logged((log) => log.info("quiet"), { level: "warn" })).toBe("");
  });
});
