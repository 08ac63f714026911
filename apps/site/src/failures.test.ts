import { ProblemError } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { notFound, statusOf } from "./failures.ts";

const inProcess = (code: string): Error => Object.assign(new Error("a sentence"), { code });

describe("what a failure means for a reader", () => {
  it.each([
    ["not_found", 404],
    ["invalid", 404],
    ["unavailable", 503],
    ["timeout", 503],
    ["limit", 503],
    ["forbidden", 500],
    ["bug", 500],
    ["ECONNREFUSED", 500],
  ])("in process %s is %d", (code, status) => {
    expect(statusOf(inProcess(code))).toBe(status);
  });

  it.each([
    [404, 404],
    [422, 404],
    [429, 503],
    [503, 503],
    [504, 503],
    [401, 500],
    [500, 500],
  ])("over HTTP %d is %d", (answered, status) => {
    expect(statusOf(new ProblemError(answered, null))).toBe(status);
  });

  it("anything else is our fault", () => {
    expect(statusOf(new TypeError("x is not a function"))).toBe(500);
    expect(statusOf("a string")).toBe(500);
    expect(statusOf(null)).toBe(500);
  });

  it("the site's own missing pages are missing", () => {
    expect(statusOf(notFound())).toBe(404);
  });
});
