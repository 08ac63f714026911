#!/usr/bin/env node
// The walls of the house: who may know whom, how large things may grow, what must be written down. `node scripts/house.mjs [folder]`
import { resolve } from "node:path";
import { inspect } from "./house/index.mjs";

const violations = inspect(resolve(process.argv[2] ?? "."));
for (const { path, line, rule, message } of violations) console.log(`${path}:${line} ${rule} ${message}`);
process.exitCode = violations.length === 0 ? 0 : 1;
