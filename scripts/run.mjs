#!/usr/bin/env node
// Everything that `npm start`, `npm test` and the other scripts do, with nothing needed before it: installs, builds, runs.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeComplaint } from "./run/node-version.mjs";
import { endWithNpm } from "./run/parent.mjs";

const complaint = nodeComplaint(process.versions.node);
if (complaint === undefined) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  endWithNpm();
  const { main } = await import("./run/main.mjs");
  const exitCode = await main(root, process.argv.slice(2));
  if (exitCode !== undefined) process.exitCode = exitCode;
} else {
  console.error(complaint);
  process.exitCode = 1;
}
