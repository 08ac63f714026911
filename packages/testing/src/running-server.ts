import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { type Client, createClient, endpoints } from "@cofounder/contracts";

const mainFile = fileURLToPath(new URL("../../../apps/server/dist/main.js", import.meta.url));

/**
 * The first port from there on that nothing listens on now, outside the range from which the system takes ports by itself.
 * Processes that run side by side begin far apart.
 */
export async function freePort(from = 20_000 + ((process.pid * 61) % 10_000)): Promise<number> {
  for (let port = from; port < 32_000; port++) {
    const isFree = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error("No port is free.");
}

export interface StartServerOptions {
  port: number;
  dataDir: string;
  /** Beside what the server needs; the caller's own environment is not passed on. */
  env?: Record<string, string>;
  /** Milliseconds until the first answer of health. */
  startTimeoutMs?: number;
}

export interface RunningServer {
  origin: string;
  pid: number;
  /** Milliseconds from the spawn to the first 200 of /api/health. */
  startMs: number;
  output(): string;
  /** Ends the process at once, as a crash or a power cut would. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  hasExited(): boolean;
}

const pauseMs = 25;

async function firstHealth(origin: string, child: ChildProcess, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("The server ended while it was starting.");
    try {
      const response = await fetch(`${origin}/api/health`);
      await response.arrayBuffer();
      if (response.ok) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error("The server did not answer in time.");
}

/** Starts the built server as a user would, on its own port and folder, and waits until it is healthy. */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const started = performance.now();
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", LOG_LEVEL: "WARNING", RATE_LIMIT_PER_MINUTE: "0", ...options.env };
  const child = spawn(process.execPath, [mainFile, "--port", String(options.port)], {
    env: { ...env, DATA_DIR: options.dataDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const origin = `http://127.0.0.1:${options.port}`;
  try {
    await firstHealth(origin, child, started + (options.startTimeoutMs ?? 60_000));
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  }
  return {
    origin,
    pid: child.pid ?? 0,
    startMs: performance.now() - started,
    output: () => output,
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    stop() {
      child.kill("SIGTERM");
      return exited;
    },
    signal: (name) => void child.kill(name),
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
  };
}

export type ServerClient = { [Module in keyof typeof endpoints]: Client<(typeof endpoints)[Module]> } & { token: () => string };

const person = { email: "owner@example.com", username: "owner", password: "a long drill sentence 7" };

/** Signs in as the owner; makes the account where there is none. A token is renewed by signing in again. */
export async function signInAsOwner(origin: string): Promise<ServerClient> {
  const auth = createClient(endpoints.auth, { origin });
  const signIn = async (): Promise<string> => (await auth.login({ email: person.email, password: person.password })).accessToken;
  let token = await signIn().catch(async () => {
    await auth.register({ ...person, password_confirm: person.password });
    return signIn();
  });
  const options = {
    origin,
    headers: () => ({ authorization: `Bearer ${token}` }),
    async fetch(url: string, init: RequestInit) {
      const response = await fetch(url, init);
      if (response.status !== 401) return response;
      token = await signIn();
      return fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` } });
    },
  };
  return {
    auth: createClient(endpoints.auth, options),
    tasks: createClient(endpoints.tasks, options),
    content: createClient(endpoints.content, options),
    research: createClient(endpoints.research, options),
    memory: createClient(endpoints.memory, options),
    cms: createClient(endpoints.cms, options),
    ops: createClient(endpoints.ops, options),
    token: () => token,
  };
}

/** The events of the live stream from a place on, until the signal or the server ends it. */
export async function* liveEvents(
  origin: string,
  token: string,
  options: { afterSeq?: number; signal: AbortSignal },
): AsyncGenerator<{ id: string; type: string; task_id?: string; data: Record<string, unknown> | null }> {
  const place = options.afterSeq === undefined ? "" : `?last_event_id=${options.afterSeq}`;
  const response = await fetch(`${origin}/api/events${place}`, {
    headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
    signal: options.signal,
  });
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) {
      const line = part.split("\n").find((each) => each.startsWith("data:"));
      if (line !== undefined) yield JSON.parse(line.slice(5)) as never;
    }
  }
}
