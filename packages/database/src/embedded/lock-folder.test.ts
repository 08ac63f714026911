import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockFolder } from "./lock-folder.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Leaves a socket behind as a process does that was killed: the file is there and nobody listens. */
async function leaveStaleSocket(): Promise<void> {
  const holder = fork(new URL("data:text/javascript,"), [], { execArgv: ["-e", `require("node:net").createServer().listen(${JSON.stringify(join(folder, ".lock.sock"))}, () => process.send("listening"))`] });
  await once(holder, "message");
  holder.kill("SIGKILL");
  await once(holder, "exit");
}
