import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { nodeFiles, readConfig } from "./config.ts";
import { createHouse } from "./wiring/index.ts";

// Makes the data folder of a server that has never been used, so that a first start does not begin from nothing.
const output = fileURLToPath(new URL("../dist/template.tar.gz", import.meta.url));
rmSync(output, { force: true });
const dataDir = mkdtempSync(join(tmpdir(), "cofounder-template-"));
try {
  const { config, secrets } = readConfig({ ENVIRONMENT: "development", DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: "0" }, nodeFiles);
  const house = await createHouse({ config, secrets, log: pino({ level: "error" }), overrides: {} });
  await house.start();
  const dump = await house.database.embedded?.dump();
  await house.stop();
  if (dump === undefined) throw new Error("The template was not made on the embedded database.");
  writeFileSync(`${output}.part`, dump);
  renameSync(`${output}.part`, output);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
