import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyTemplate } from "./embedded-template.ts";

/** Two folders at once, because a writer's start keeps about one core busy. */
const folders = 2;
const killsPerFolder = 10;
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const writer = fileURLToPath(new URL("./kill-nine-writer.ts", import.meta.url));

let parent: string;
let template: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "kill-nine-"));
  template = await emptyTemplate();
});

afterAll(() => rm(parent, { recursive: true, force: true }));

interface Run {
  /** The rows that the writer found at its start, and how many of them were half written. */
  found: { ids: number[]; halves: number };
  /** The rows of which it said that they are committed. */
  kept: number[];
}

/** Lets a writer run until it has said `rows` rows, and kills it. */
async function runAndKill(folder: string, rows: number): Promise<Run> {
  const child = spawn(process.execPath, ["--conditions=cofounder-source", "--import", loader, writer, folder, template], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const run: Run = { found: { ids: [], halves: -1 }, kept: [] };
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("found ")) run.found = JSON.parse(line.slice(6)) as Run["found"];
    else run.kept.push(Number(line.slice(5)));
    if (run.kept.length === rows) child.kill("SIGKILL");
  }
  const [, signal] = (await closed) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return run;
}

/** The number of rows that were said to be committed; fails as soon as one of them is missing. */
async function killAgainAndAgain(folder: string): Promise<number> {
  const promised = new Set<number>();
  for (let kill = 0; kill <= killsPerFolder; kill += 1) {
    const { found, kept } = await runAndKill(folder, 20 + ((kill * 53) % 170));
    const there = new Set(found.ids);
    const lost = [...promised].filter((id) => !there.has(id));
    expect({ kill, lost, halves: found.halves }).toEqual({ kill, lost: [], halves: 0 });
    for (const id of kept) promised.add(id);
  }
  return promised.size;
}

test(`after each of ${folders * killsPerFolder} kills -9 while writing, every row that was said to be committed is there and no transaction is halved`, async () => {
  const kept = await Promise.all(Array.from({ length: folders }, (_, number) => killAgainAndAgain(join(parent, String(number)))));
  expect(Math.min(...kept)).toBeGreaterThan(killsPerFolder * 50);
}, 600_000);
