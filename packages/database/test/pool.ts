import pg from "pg";
import type { Embedded } from "../src/embedded/index.ts";

/** A pool on the embedded database that outlives what is done to its connections. */
export function poolOf(embedded: Embedded, max = 4): pg.Pool {
  const pool = new pg.Pool({ stream: () => embedded.stream(), max });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** The SQLSTATE with which an attempt fails; undefined when it does not fail. */
export async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? "none",
  );
}
