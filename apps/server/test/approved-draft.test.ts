import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ProblemError } from "@cofounder/contracts";
import { type ServerClient, signInAsOwner } from "@cofounder/testing/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createLog } from "../src/http/edge/log.ts";
import { createServer, type Server } from "../src/server.ts";
import { settingsIn } from "./command-settings.ts";

const samples = fileURLToPath(new URL("../../../samples/sources/", import.meta.url));
const sources = ["01-where-the-energy-goes.md", "02-oven-warm-up.md"].map((name) => ({
  text: readFileSync(join(samples, name), "utf8"),
  format: "markdown" as const,
}));
const invented = "Bakers in Atlantis saved 87 percent of their energy in 1742.";

describe("a draft that was approved with a reason for what blocks it", () => {
  let folder: string;
  let server: Server;
  let client: ServerClient;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cofounder-draft-"));
    const { config, secrets } = settingsIn(folder);
    server = await createServer({ config, secrets, log: createLog({ level: "fatal", format: "json" }) });
    await server.start();
    client = await signInAsOwner(`http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const until = (taskId: string, status: string) =>
    vi.waitFor(
      async () => {
        const task = await client.content.getContentTask({ task_id: taskId });
        expect(task.status).toBe(status);
        return task;
      },
      { timeout: 30_000, interval: 50 },
    );

  it("is published later without giving the reason again, which stands under the name of who gave it", async () => {
    const { task_id } = await client.content.createContentTask({ topic: "Where electricity goes in bread making", sources, publish_mode: "draft" });
    const { approval_id } = await until(task_id, "awaiting_approval");
    if (approval_id === null || approval_id === undefined) throw new Error("The task asks nothing.");
    const { preview } = await client.tasks.getApproval({ approval_id });
    const edited = { content: `${preview.content}\n\n${invented}\n` };
    const refusal = await client.tasks.decideApproval({ approval_id, decision: "approve", edited, hold_seconds: 0 }).catch((error: unknown) => error);
    if (!(refusal instanceof ProblemError)) throw new Error("The invented claim was not noticed.");
    const { problems } = refusal.problem as unknown as { problems: { rule: string; start: number; end: number }[] };
    const overrides = problems.map(({ rule, start, end }) => ({ rule, start, end, reason: "It is a legend, and said so." }));
    await client.tasks.decideApproval({ approval_id, decision: "approve", edited, overrides, hold_seconds: 0 });

    await until(task_id, "approved");
    const published = await client.cms.publishPost({ slug: preview.slug });
    expect(published.data.content).toContain(invented);
    const { signatures } = await client.cms.getPostEvidence({ slug: preview.slug });
    expect(signatures).toMatchObject(overrides.map((override) => ({ ...override, signed_by: "owner" })));
    expect(signatures.length).toBeGreaterThan(0);
    await until(task_id, "published");
  });
});
