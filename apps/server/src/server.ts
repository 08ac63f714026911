import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import type { Config, Secrets } from "./config.ts";
import { createHouse, type Overrides } from "./wiring/index.ts";

export interface ServerOptions {
  config: Config;
  secrets: Secrets;
  log: Logger;
  overrides?: Overrides;
}

export interface Server {
  app: FastifyInstance;
  /** Starts everything; returns the lines that a person should see. */
  start(): Promise<string[]>;
  /** Stops what was started, the last first. */
  stop(): Promise<void>;
}

/** The whole server from its configuration; nothing runs before `start`. */
export async function createServer({ config, secrets, log, overrides }: ServerOptions): Promise<Server> {
  return createHouse({ config, secrets, log, overrides: overrides ?? {} });
}
