import { describe, expect, it } from "vitest";
import { createResponseCache, type ResponseTag } from "./responses.ts";

const answer = (text: string, tags: ResponseTag[] = ["posts"]) => ({ tags, headers: [], etag: undefined, body: text });

describe("the ready answers", () => {
  it("are found until a purge of one of their tags", () => {
    const cache = createResponseCache();
    cache.keep("a", answer("1", ["posts", "site"]), cache.epoch());
    cache.keep("b", answer("2", ["categories"]), cache.epoch());
    cache.purge(["site"]);
    expect(cache.find("a")).toBeUndefined();
    expect(cache.find("b")?.body).toBe("2");
    cache.purge();
    expect(cache.find("b")).toBeUndefined();
    expect(cache.bytes()).toBe(0);
  });

  it("are not kept when something was purged while they were made", () => {
    const cache = createResponseCache();
    const epoch = cache.epoch();
    cache.purge(["tags"]);
    cache.keep("a", answer("old"), epoch);
    expect(cache.find("a")).toBeUndefined();
  });

  it("stay within their bytes; those that nobody asks for leave first", () => {
    const cache = createResponseCache({ maxBytes: 40_000 });
    for (let index = 0; index < 20; index++) {
      cache.keep(`k${index}`, answer("x".repeat(3000)), cache.epoch());
      cache.find("k0");
    }
    expect(cache.bytes()).toBeLessThanOrEqual(40_000);
    expect(cache.find("k0")).toBeDefined();
    expect(cache.find("k1")).toBeUndefined();
    expect(cache.find("k19")).toBeDefined();
  });

  it("never hold one that is an eighth of the whole", () => {
    const cache = createResponseCache({ maxBytes: 40_000 });
    cache.keep("big", answer("x".repeat(6000)), cache.epoch());
    expect(cache.find("big")).toBeUndefined();
  });

  it("are made anew after their time", () => {
    let now = 0;
    const cache = createResponseCache({ maxAgeMs: 1000, now: () => now });
    cache.keep("a", answer("1"), cache.epoch());
    now = 999;
    expect(cache.find("a")).toBeDefined();
    now = 1000;
    expect(cache.find("a")).toBeUndefined();
    expect(cache.bytes()).toBe(0);
  });

  it("replace an older one of the same address", () => {
    const cache = createResponseCache();
    cache.keep("a", answer("1"), cache.epoch());
    cache.keep("a", answer("22"), cache.epoch());
    expect(cache.find("a")?.body).toBe("22");
    expect(cache.bytes()).toBe(1003);
  });
});
