import { describe, expect, it } from "vitest";
import { prefersJson } from "./greeting.ts";

describe("a caller at the root", () => {
  it.each([
    ["application/json", true],
    ["application/json, text/html;q=0.9", true],
    ["text/html;q=0.3,application/json;q=0.4", true],
    ["text/html,application/xhtml+xml,*/*;q=0.8", false],
    ["text/html, application/json", false],
    ["*/*", false],
    ["application/json;q=0", false],
    ["application/json;q=x", false],
    ["", false],
    [undefined, false],
  ])("with Accept: %s asks for JSON: %s", (accept, is) => {
    expect(prefersJson(accept)).toBe(is);
  });
});
