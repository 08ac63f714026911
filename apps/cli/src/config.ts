import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface ServerProgram {
  /** The program's file. */
  file: string;
  /** Where it is started, as `npm start` does: relative paths of its configuration begin there. */
  folder: string;
}

export interface CliConfig {
  /** Origin of the server, without a slash at its end. */
  server: string;
  /** Where the sign-ins are kept. */
  credentialsFile: string;
  /** Answers the questions of `login` where nobody sits at the terminal. */
  email: string | undefined;
  password: string | undefined;
  isColourful: boolean;
  /** The server's program of this clone, for what needs no running server. */
  serverProgram: ServerProgram;
}

const clone = fileURLToPath(new URL("../../../", import.meta.url));

/** The environment of the command line, read here only. */
export function readCliConfig(env: Record<string, string | undefined>): CliConfig {
  const folder = env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config");
  return {
    server: (env["COFOUNDER_URL"] ?? "http://localhost:8000").replace(/\/+$/, ""),
    credentialsFile: join(folder, "cofounder", "credentials.json"),
    email: env["COFOUNDER_EMAIL"],
    password: env["COFOUNDER_PASSWORD"],
    isColourful: env["NO_COLOR"] === undefined && process.stdout.isTTY,
    serverProgram: { file: join(clone, "apps/server/dist/main.js"), folder: clone },
  };
}
