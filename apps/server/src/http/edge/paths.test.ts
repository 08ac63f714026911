import { describe, expect, it } from "vitest";
import { isServerPath, pathOf } from "./paths.ts";

describe("an address", () => {
  it.each([
    ["/a?token=x", "/a"],
    ["/a#x", "/a"],
    ["/a", "/a"],
    ["/?x#y", "/"],
  ])("%s has the path %s", (url, path) => {
    expect(pathOf(url)).toBe(path);
  });

  it.each(["/api", "/api/posts", "/hub/", "/docs/static/x", "/metrics", "/openapi.json", "/v1/models"])("%s is the server's", (path) => {
    expect(isServerPath(path)).toBe(true);
  });

  it.each(["/", "/apis", "/posts/api", "/docs-of-mine", "/openapi.json5"])("%s is the site's", (path) => {
    expect(isServerPath(path)).toBe(false);
  });
});
