import type { Multiplexer, Timers } from "./multiplexer.ts";

export interface MaintenanceOptions {
  multiplexer: Pick<Multiplexer, "exclusive" | "isIdle" | "counts">;
  timers: Timers;
  checkpointMs: number;
  vacuumMs: number;
  log(level: "info" | "warn" | "error", message: string, detail?: unknown): void;
}

export interface Maintenance {
  stop(): void;
}

const retryMs = 200;
const maxRetries = 300;

/** The tables that autovacuum would take, by its default thresholds: 50 rows and 20 % dead, or 10 % changed since the last analyze. */
export const staleTablesSql = `
  select format('%I.%I', s.schemaname, s.relname)
  from pg_stat_user_tables s join pg_class c on c.oid = s.relid
  where s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) or s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)
  order by s.n_dead_tup desc`;

/** Whether more than 64 MB of log were written since the last checkpoint: a kill now would make the next start slow. */
export const longLogSql = "select pg_current_wal_insert_lsn() - redo_lsn > 64 * 1024 * 1024 from pg_control_checkpoint()";
const logLookMs = 10_000;

/**
 * Does what the checkpointer and autovacuum do on a server: the embedded database has no background workers. Each piece of
 * work waits for a moment in which nobody waits, and joins the line after a minute without one. Nothing is done while
 * nobody does anything.
 */
export function startMaintenance(options: MaintenanceOptions): Maintenance {
  const { multiplexer } = options;
  const checkpoint = (): Promise<unknown> => multiplexer.exclusive((run) => run("CHECKPOINT"));
  const checkpointLongLog = async (): Promise<void> => {
    const rows = await multiplexer.exclusive((run) => run(longLogSql));
    if (rows[0]?.[0] === "t") await checkpoint();
  };
  const stops = [
    every(options, options.checkpointMs, checkpoint),
    every(options, logLookMs, checkpointLongLog),
    every(options, options.vacuumMs, () => vacuum(options)),
  ];
  return {
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** Each table is a turn of its own, so that nobody waits for all of them. */
async function vacuum({ multiplexer }: MaintenanceOptions): Promise<void> {
  const tables = await multiplexer.exclusive((run) => run(staleTablesSql));
  for (const [table] of tables) await multiplexer.exclusive((run) => run(`VACUUM (ANALYZE) ${table}`));
}

function every(options: MaintenanceOptions, ms: number, work: () => Promise<unknown>): () => void {
  let cancel = options.timers.after(ms, () => attempt(0));
  let unitsBefore = 0;
  let isStopped = false;

  function attempt(retries: number): void {
    if (retries < maxRetries && !options.multiplexer.isIdle()) {
      cancel = options.timers.after(retryMs, () => attempt(retries + 1));
      return;
    }
    const { units } = options.multiplexer.counts();
    const isNeeded = units !== unitsBefore;
    unitsBefore = units;
    (isNeeded ? work() : Promise.resolve())
      .catch((error: unknown) =>
        options.log(
          "warn",
          "Maintenance of the embedded database failed; it is tried again at its next time.",
          error instanceof Error ? error.message : String(error),
        ),
      )
      .finally(() => {
        if (!isStopped) cancel = options.timers.after(ms, () => attempt(0));
      });
  }

  return () => {
    isStopped = true;
    cancel();
  };
}
