import { AppError } from "@cofounder/kernel";
import { testClock } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import { createPoliteFetch } from "../web.ts";

/** A web of texts; what is not in it answers 404. */
function webOf(pages: Record<string, string | AppError>, leadsTo: Record<string, string> = {}) {
  const asked: string[] = [];
  const clock = testClock();
  const web = createPoliteFetch({
    clock,
    web: {
      fetchPage: (url) => {
        asked.push(url);
        const page = pages[leadsTo[url] ?? url] ?? new AppError("invalid", "It answered with status 404.");
        if (page instanceof AppError) return Promise.reject(page);
        return Promise.resolve({ url: leadsTo[url] ?? url, mediaType: "text/plain", bytes: Buffer.from(page) });
      },
    },
  });
  return { asked, fetchPage: (url: string) => web.fetchPage(url, { accept: ["text/plain"] }) };
}

const site = "https://example.org";
const page = { [`${site}/open`]: "open", [`${site}/closed`]: "closed", [`${site}/shut/a`]: "shut" };

describe("a polite fetch", () => {
  it("does not fetch what robots.txt forbids us or everybody, and asks for the rules once", async () => {
    const web = webOf({
      ...page,
      [`${site}/robots.txt`]: "User-agent: *\nDisallow: /shut/\n\nUser-agent: cofounder\nDisallow: /closed\nDisallow: /shut/",
    });
    expect(Buffer.from((await web.fetchPage(`${site}/open`)).bytes).toString()).toBe("open");
    for (const path of ["closed", "shut/a"])
      await expect(web.fetchPage(`${site}/${path}`)).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringContaining("robots.txt") as string,
      });
    expect(web.asked).toEqual([`${site}/robots.txt`, `${site}/open`]);
  });

  it("takes a site without rules as open, and one whose rules cannot be read just now as closed", async () => {
    expect((await webOf(page).fetchPage(`${site}/closed`)).url).toBe(`${site}/closed`);
    const ill = webOf({ ...page, [`${site}/robots.txt`]: new AppError("unavailable", "It answered with status 503.") });
    await expect(ill.fetchPage(`${site}/open`)).rejects.toMatchObject({ code: "unavailable" });
    expect(ill.asked).toEqual([`${site}/robots.txt`]);
  });

  it("gives nothing of a page to which an open one leads on", async () => {
    const rules = { [`${site}/robots.txt`]: "User-agent: *\nDisallow: /closed" };
    await expect(webOf({ ...page, ...rules }, { [`${site}/open`]: `${site}/closed` }).fetchPage(`${site}/open`)).rejects.toMatchObject({
      code: "invalid",
    });
  });
});
