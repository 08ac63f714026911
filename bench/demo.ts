import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, liveEvents, type ServerClient, type RunningServer, signInAsOwner, startServer } from "@cofounder/testing/server";

/** The main job on the sample sources, head-less: topic, research, cited draft, checks, approval, published page. */
const samples = fileURLToPath(new URL("../samples/", import.meta.url));
const formats: Record<string, "markdown" | "html" | "text"> = { ".md": "markdown", ".html": "html", ".txt": "text" };

const say = (line = ""): void => void process.stdout.write(`${line}\n`);

function readSamples(): { text: string; format: "markdown" | "html" | "text" }[] {
  const folder = join(samples, "sources");
  return readdirSync(folder)
    .filter((name) => name !== "README.md" && formats[extname(name)] !== undefined)
    .toSorted()
    .map((name) => ({ text: readFileSync(join(folder, name), "utf8"), format: formats[extname(name)] ?? "text" }));
}

async function followUntilDecision(server: RunningServer, client: ServerClient, taskId: string): Promise<string> {
  const stop = new AbortController();
  for await (const event of liveEvents(server.origin, client.token(), { afterSeq: 0, signal: stop.signal })) {
    if (event.task_id !== taskId) continue;
    if (event.type === "task.step_completed") {
      const { step, duration_ms, cost_micros, summary } = event.data as {
        step: string;
        duration_ms: number;
        cost_micros: number;
        summary: string | null;
      };
      say(`  ${step.padEnd(9)} ${String(duration_ms).padStart(6)} ms  $${(cost_micros / 1e6).toFixed(4)}  ${summary ?? ""}`);
    }
    if (event.type === "task.failed") throw new Error(`The task failed: ${String(event.data?.["message"])}`);
    if (event.type === "task.awaiting_approval") return String(event.data?.["approval_id"]);
    if (event.type === "task.completed") return "";
  }
  throw new Error("The event stream ended early.");
}

async function finish(server: RunningServer, client: ServerClient, taskId: string): Promise<void> {
  const stop = new AbortController();
  for await (const event of liveEvents(server.origin, client.token(), { afterSeq: 0, signal: stop.signal })) {
    if (event.task_id !== taskId || event.type !== "task.completed") continue;
    return;
  }
}

/** What stands out in the sources: near-copies, differing numbers, sentences that speak to a machine. */
async function sayFlags(client: ServerClient): Promise<void> {
  const { data } = await client.research.listSources({ limit: 100 });
  const titles = new Map(data.map(({ id, title }) => [id, title]));
  say("Flagged in the sources:");
  for (const { title, flags } of data.toReversed()) {
    for (const { kind, quote, other_source_id } of flags) {
      const other = other_source_id === undefined ? "" : ` (see “${titles.get(other_source_id) ?? other_source_id}”)`;
      say(`  ${kind.padEnd(15)} “${title}”${other}: ${quote}`);
    }
  }
}

async function run(server: RunningServer): Promise<void> {
  const client = await signInAsOwner(server.origin);
  const brief = JSON.parse(readFileSync(join(samples, "brief.json"), "utf8")) as { topic: string };
  const sources = readSamples();
  say(`Topic: ${brief.topic}`);
  say(`Sources: ${sources.length} documents from samples/sources`);
  say();
  const started = performance.now();
  const task = await client.content.createContentTask({ ...brief, sources });
  const approvalId = await followUntilDecision(server, client, task.task_id);
  const approval = await client.tasks.getApproval({ approval_id: approvalId });
  say();
  await sayFlags(client);
  const { claims, coverage, problems, quality } = approval.checks;
  say();
  say(`Waits for a decision: “${approval.title}”`);
  say(
    `  ${claims.filter((claim) => claim.verdict === "supported").length} of ${claims.length} claims supported, coverage ${coverage === null ? "not measured" : `${Math.round(coverage * 100)} %`}, editorial quality ${quality.score} of 100`,
  );
  for (const problem of problems) say(`  ${problem.severity}: ${problem.message}`);
  const blocking = problems.filter((problem) => problem.severity === "blocking");
  const overrides = blocking.map(({ rule, start, end }) => ({ rule, start, end, reason: "Signed by the demo's own owner." }));
  say();
  say("The demo's own owner approves it now over HTTP, in your place.");
  await client.tasks.decideApproval({ approval_id: approvalId, decision: "approve", note: "Approved by the demo.", overrides });
  await finish(server, client, task.task_id);
  const done = await client.content.getContentTask({ task_id: task.task_id });
  const slug = done.result?.task_metadata.slug ?? "";
  const page = await fetch(`${server.origin}/posts/${slug}`);
  if (!page.ok) throw new Error(`The page answers ${page.status}.`);
  say();
  say(`Published after ${((performance.now() - started) / 1000).toFixed(1)} s, model cost $0.0000 (no language model was used):`);
  say(`  ${server.origin}/posts/${slug}`);
}

const dataDir = mkdtempSync(join(tmpdir(), "cofounder-demo-"));
const keeps = process.argv.includes("--keep");
say("Starting a server of its own in a throw-away folder …");
const server = await startServer({ port: await freePort(), dataDir, startTimeoutMs: 120_000 });
try {
  await run(server);
  if (keeps) {
    say();
    say("The server stays until you press Ctrl+C.");
    await new Promise((resolve) => process.once("SIGINT", resolve));
  }
} catch (error) {
  say(server.output());
  throw error;
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
