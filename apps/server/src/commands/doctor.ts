import { isAppError } from "@cofounder/kernel";
import type { ReadConfig } from "../config.ts";
import { type Finding, report } from "./finding.ts";
import { lookAtDatabase } from "./look-at-database.ts";
import { lookAtFolders, lookAtPort, lookAtRedis } from "./look-at-surroundings.ts";
import type { CommandAnswer, ReadSettings } from "./command.ts";

const looks: readonly ((settings: ReadConfig) => Promise<Finding[]>)[] = [lookAtFolders, lookAtDatabase, lookAtRedis, lookAtPort];

/** What would keep the server from starting or working, and how to mend it. Makes no database and changes none. */
export async function doctor(read: ReadSettings): Promise<CommandAnswer> {
  let settings: ReadConfig;
  try {
    settings = read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { lines: report([{ part: "configuration", state: "wrong", says: error.message, trouble: "configuration" }]).lines, exitCode: 1 };
  }
  const findings: Finding[] = [{ part: "configuration", state: "well", says: [settings.config.environment, ...settings.notes].join("\n") }];
  for (const look of looks) findings.push(...(await look(settings)));
  const { lines, isWell } = report(findings);
  return { lines, exitCode: isWell ? 0 : 1 };
}
