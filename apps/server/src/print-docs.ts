import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compareDocs, printDocs, writeDocs } from "./commands/printed-docs.ts";

// Writes the documents that are printed from code; with --check compares them and names those that differ.
const root = fileURLToPath(new URL("../../../", import.meta.url));
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
const docs = printDocs(version);
if (process.argv.includes("--check")) {
  const stale = compareDocs(root, docs);
  for (const path of stale) process.stderr.write(`${path} is not what the code prints. Write it anew: node apps/server/dist/print-docs.js\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const path of writeDocs(root, docs)) process.stdout.write(`${path}\n`);
}
