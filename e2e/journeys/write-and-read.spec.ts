import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { freePort, type RunningServer, signInAsOwner, startServer } from "@cofounder/testing/server";
import { approve, startWriting, untilEvent } from "../writing.ts";

let server: RunningServer;
let dataDir: string;

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "cofounder-journey-"));
  server = await startServer({ port: await freePort(), dataDir });
});

test.afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function expectNoFaults(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  const { width, scroll } = await page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    scroll: document.documentElement.scrollWidth,
  }));
  expect(scroll, "nothing is wider than the screen").toBeLessThanOrEqual(width);
  await page.screenshot({ path: `test-results/${test.info().project.name.replace(" ", "-")}-${name}.png`, fullPage: true });
}

test("an owner sets up, has an article written, approves it, and a reader reads it with its sources", async ({ page }) => {
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));

  await page.goto(`${server.origin}/`);
  await expect(page.locator("h1")).toBeVisible();
  await expectNoFaults(page, "home-empty");

  await page.goto(`${server.origin}/hub/setup`);
  await expectNoFaults(page, "setup");
  await page.getByLabel("E-mail").fill("owner@example.com");
  await page.getByLabel("Name", { exact: true }).fill("owner");
  await page.getByLabel("Password", { exact: true }).fill("a long drill sentence 7");
  await page.getByLabel("The same password again").fill("a long drill sentence 7");
  await page.getByRole("button", { name: "Open the account" }).click();
  await expect(page.locator("body")).toContainText(/owner/i);
  await expectNoFaults(page, "setup-done");

  const client = await signInAsOwner(server.origin);
  const taskId = await startWriting(client);
  const asked = await untilEvent({ server, client }, taskId, ({ type }) => type === "task.awaiting_approval");
  await approve(client, String(asked.data?.["approval_id"]));
  await untilEvent({ server, client }, taskId, ({ type }) => type === "task.completed");

  await page.goto(`${server.origin}/`);
  await expectNoFaults(page, "home");
  await page.locator("main a[href^='/posts/']").first().click();
  await expect(page.locator("h1")).toContainText("bakeries");
  await expect(page.locator("main")).toContainText("digest");
  await expect(page.getByRole("heading", { name: "Sources", exact: true })).toBeVisible();
  await expectNoFaults(page, "post");
  const canonical = await page.locator("link[rel=canonical]").getAttribute("href");
  expect(canonical).toMatch(/\/posts\//);
  expect(await page.content()).not.toMatch(/ICEBAKER|Glaciera/);

  await page.goto(`${page.url().split("#")[0] ?? ""}/evidence`);
  await expectNoFaults(page, "evidence");
  for (const path of ["/posts", "/search?q=oven", "/about", "/privacy"]) {
    await page.goto(server.origin + path);
    await expectNoFaults(page, path.replaceAll(/[^a-z]/g, ""));
  }
  const missing = await page.goto(`${server.origin}/posts/there-is-no-such-post`);
  expect(missing?.status()).toBe(404);
  expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
});
