import { readCliConfig } from "./config.ts";
import { runCli } from "./program.ts";
import { createTerminal } from "./terminal.ts";

const config = readCliConfig(process.env);
process.exitCode = await runCli(process.argv.slice(2), config, createTerminal(config.isColourful));
