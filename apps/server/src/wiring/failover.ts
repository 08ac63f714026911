import { beat, bury, claimSilent, type Database, lastBeat } from "@cofounder/database";
import type { Engine } from "../adapters/engine.ts";

export interface FailoverOptions {
  database: Pick<Database, "transaction">;
  engine: Pick<Engine, "takeOver">;
  replica: string;
  report: (error: unknown) => void;
  onTakeOver: (replica: string, tasks: number) => void;
}

const beatMs = 2000;
/** A replica that says nothing for so long is taken for dead; one that was only slow repeats steps, which is harmless. */
const silentMs = 10_000;

/** Beats for this replica, and takes over the tasks of those that have fallen silent. */
export function startFailover(options: FailoverOptions): { stop(): Promise<void> } {
  const { database, engine, replica } = options;
  let running: Promise<void> | undefined;

  async function round(): Promise<void> {
    await database.transaction((tx) => beat(tx, replica));
    const silent = await database.transaction((tx) => claimSilent(tx, replica, silentMs));
    for (const dead of silent) {
      const tasks = await engine.takeOver(dead);
      await database.transaction((tx) => bury(tx, dead));
      options.onTakeOver(dead, tasks);
    }
  }

  function tick(): void {
    running ??= round()
      .catch(options.report)
      .finally(() => (running = undefined));
  }

  tick();
  const timer = setInterval(tick, beatMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await database.transaction((tx) => lastBeat(tx, replica)).catch(options.report);
    },
  };
}
