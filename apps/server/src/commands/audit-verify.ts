import { sqlState, verifyTrail } from "@cofounder/database";
import { AppError } from "@cofounder/kernel";
import { openExisting } from "./open-existing.ts";
import type { CommandAnswer, ReadSettings } from "./command.ts";

const undefinedTable = "42P01";

const breaks = {
  missing: "is missing",
  altered: "was altered, or does not follow from the row before it",
  payload_altered: "carries other facts than those that were written",
} as const;

/** Follows the trail of events from its first row and names the first one that is missing or altered. */
export async function auditVerify(read: ReadSettings): Promise<CommandAnswer> {
  const database = await openExisting(read());
  try {
    const { rows, broken } = await verifyTrail(database.sql);
    const lines = [`Database: ${database.location}`];
    if (broken === null)
      return { lines: [...lines, `The trail is whole: ${rows} ${rows === 1 ? "row" : "rows"}, each linked to the one before.`], exitCode: 0 };
    lines.push(`The trail is broken: row ${broken.seq} ${breaks[broken.reason]}.`, `Whole are the rows before it: ${broken.seq - 1}.`);
    return { lines, exitCode: 1 };
  } catch (error) {
    if (sqlState(error) !== undefinedTable) throw error;
    throw new AppError("not_found", `There is no trail yet: no server has been started on this database (${database.location}).`, { cause: error });
  } finally {
    await database.close();
  }
}
