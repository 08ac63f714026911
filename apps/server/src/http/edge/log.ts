import { Writable } from "node:stream";
import { type DestinationStream, type Logger, pino, stdSerializers } from "pino";

export interface LogOptions {
  level: "debug" | "info" | "warn" | "error" | "fatal";
  format: "json" | "text";
  /** Where lines go; standard output when unsaid. */
  to?: DestinationStream;
}

const secretNames = new Set(
  [
    "authorization",
    "cookie",
    "set-cookie",
    "password",
    "password_confirm",
    "token",
    "accessToken",
    "refreshToken",
    "refresh_token",
    "setup_token",
  ].concat(["apiKey", "api_key", "secret", "x-csrf-token"]),
);
const deepest = 5;

/** The same value with everything under a secret's name replaced; copies only where there is something to hide. */
function hideSecrets(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((entry) => hideSecrets(entry, depth + 1));
  let copy: Record<string, unknown> | undefined;
  for (const [name, inner] of Object.entries(value)) {
    const shown = secretNames.has(name) ? "[secret]" : hideSecrets(inner, depth + 1);
    if (shown !== inner) (copy ??= { ...(value as Record<string, unknown>) })[name] = shown;
  }
  return copy ?? value;
}

const hide = (fields: Record<string, unknown>): Record<string, unknown> => hideSecrets(fields, 0) as Record<string, unknown>;

// A failed statement's message and cause repeat the values that it was given.
const givenValues = /\bparams: [\s\S]*$/;

/** An error for the log: what failed and where, never the values that a statement was given. */
export function errorForLog(error: Error): unknown {
  const told = stdSerializers.errWithCause(error) as unknown;
  return hideValues(told, 0);
}

function hideValues(told: unknown, depth: number): unknown {
  if (typeof told === "string") return told.replace(givenValues, "params: [secret]");
  if (typeof told !== "object" || told === null || depth > 6) return typeof told === "object" ? undefined : told;
  if (Array.isArray(told)) return told.map((entry) => hideValues(entry, depth + 1));
  const kept = Object.entries(told).filter(([name]) => !["params", "parameters", "detail", "where", "raw"].includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, hideValues(value, depth + 1)]));
}

const levelNames: Readonly<Record<number, string>> = { 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };

/** Lines for people: time, level, message, then what else there is as name=value. */
export function readableLine(json: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(json) as Record<string, unknown>;
  const at = typeof time === "string" ? time.slice(11, 23) : "";
  const fields = Object.entries(rest).map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const stack = typeof err === "object" && err !== null && "stack" in err ? `\n${String(err.stack)}` : "";
  return `${at} ${(levelNames[Number(level)] ?? "").padEnd(5)} ${typeof msg === "string" ? msg : ""}${fields.join("")}${stack}\n`;
}

function readable(to: DestinationStream): DestinationStream {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString("utf8").split("\n")) if (line !== "") to.write(readableLine(line));
      done();
    },
  });
}

/** The log of a process. Nothing under a secret's name is ever written. */
export function createLog({ level, format, to = process.stdout }: LogOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { log: hide, bindings: hide },
      serializers: { err: errorForLog, error: errorForLog },
    },
    format === "json" ? to : readable(to),
  );
}
