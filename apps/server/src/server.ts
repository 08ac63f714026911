import type { Database } from "@cofounder/database";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Config, Secrets } from "./config.ts";
import { createHouse, type Overrides } from "./wiring/index.ts";

export interface ServerOptions {
  config: Config;
  secrets: Secrets;
  log: Logger;
  overrides?: Overrides;
  /** The database where it is open already; the server closes it. */
  database?: Database;
}

export interface Server {
  app: FastifyInstance;
  /** Starts everything; returns the lines that a person should see. */
  start(): Promise<string[]>;
  /** Stops what was started, the last first. */
  stop(): Promise<void>;
}

/** The whole server from its configuration; nothing runs before `start`. */
export async function createServer(options: ServerOptions): Promise<Server> {
  return createHouse({ ...options, overrides: options.overrides ?? {} });
}
