import { AppError } from "@cofounder/kernel";
import { ProblemError } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";
import { publishMany, site } from "./published.ts";
import { openSite } from "./open-site.ts";
import { readMarkup } from "./read-markup.ts";

const published = { site, posts: publishMany() };
const failing = (error: unknown) => async (): Promise<never> => {
  throw error;
};

describe("when there is no page", () => {
  it.each(["/nothing", "/posts/nothing", "/posts/nothing/evidence", "/posts/a/b/c", "/category/", "/%E0%A4%A", "/assets/x.css"])(
    "%s is 404 with ways on, and nobody is woken",
    async (path) => {
      const open = openSite(published);
      const { status, text, headers } = await open.get(path);
      expect(status).toBe(404);
      expect(text).toContain("There is nothing at this address");
      expect(text).toContain('<a href="/search">Search</a>');
      expect(headers.get("cache-control")).toBe("no-store");
      expect(text).not.toContain('rel="canonical"');
      readMarkup(text, "html");
      expect(open.reported).toEqual([]);
    },
  );

  it.each([
    ["in process", new AppError("unavailable", "The database at 10.0.0.7 does not answer.")],
    ["over HTTP", new ProblemError(503, null)],
  ])("a busy server is 503 with a time to come back, %s", async (_where, error) => {
    const open = openSite(published, { listPosts: failing(error) });
    const { status, text, headers } = await open.get("/");
    expect([status, headers.get("retry-after")]).toEqual([503, "30"]);
    expect(text).toContain("Try again in a minute");
    expect(text).not.toContain("10.0.0.7");
    expect(open.reported).toEqual([error]);
  });

  it("a fault is 500, is reported whole, and shows the reader nothing of itself", async () => {
    const error = new TypeError("secret is not iterable");
    const open = openSite(published, { getPost: failing(error) });
    const { status, text } = await open.get("/posts/post-5");
    expect(status).toBe(500);
    expect(text).toContain("This page could not be made");
    expect(text).not.toMatch(/secret|TypeError|at \w+ \(/);
    expect(open.reported).toEqual([error]);
  });

  it("a failing evidence is not taken for none", async () => {
    const open = openSite(published, { getPostEvidence: failing(new AppError("unavailable", "Away.")) });
    expect((await open.get("/posts/how-small-bakeries-cut-energy")).status).toBe(503);
  });

  it("the page about a failure stands even when not the site's name can be read", async () => {
    const open = openSite(published, { getSite: failing(new AppError("unavailable", "Away.")) });
    const { status, text } = await open.get("/");
    expect(status).toBe(503);
    expect(text).toContain("This site");
    readMarkup(text, "html");
    expect(open.reported).toHaveLength(2);
  });
});
