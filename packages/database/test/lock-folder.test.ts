import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const contender = fileURLToPath(new URL("./lock-contender.ts", import.meta.url));

let folder: string;
let contenders: ChildProcess[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  contenders = Array.from({ length: 5 }, () => fork(contender, { execArgv: ["--conditions=cofounder-source", "--import", loader] }));
  await Promise.all(contenders.map((child) => once(child, "message")));
});

afterAll(async () => {
  for (const child of contenders) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

async function ask(child: ChildProcess): Promise<string> {
  const answer = once(child, "message") as Promise<[string]>;
  child.send({ take: folder });
  return (await answer)[0];
}

test("a killed holder's folder goes to exactly one of the processes that want it, and the others are told its process id", async () => {
  let waiting = contenders;
  for (const expected of [5, 4, 3]) {
    expect(waiting).toHaveLength(expected);
    const answers = await Promise.all(waiting.map(ask));
    const holder = waiting[answers.indexOf("won")];
    expect(answers.filter((answer) => answer === "won")).toHaveLength(1);
    expect(answers.filter((answer) => answer.includes(`in use by process ${holder?.pid}.`))).toHaveLength(expected - 1);
    const gone = holder && once(holder, "exit");
    holder?.kill("SIGKILL");
    await gone;
    waiting = waiting.filter((child) => child !== holder);
  }
});
