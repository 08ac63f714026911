import { describe, expect, test } from "vitest";
import { longLogSql, staleTablesSql, startMaintenance, type Maintenance } from "./maintenance.ts";

interface House {
  maintenance: Maintenance;
  ran: string[];
  warnings: unknown[];
  /** What `isIdle` answers, and how many turns the clients have taken. */
  state: { isIdle: boolean; units: number };
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
}

function house(answers: Record<string, (string | null)[][] | Error> = {}): House {
  const ran: string[] = [];
  const warnings: unknown[] = [];
  const state = { isIdle: true, units: 1 };
  const due: { at: number; run: () => void }[] = [];
  let now = 0;
  const maintenance = startMaintenance({
    multiplexer: {
      isIdle: () => state.isIdle,
      counts: () => ({ sessions: 0, waiting: 0, units: state.units }),
      exclusive: (work) =>
        work(async (sql) => {
          ran.push(sql);
          const answer = answers[sql] ?? [];
          if (answer instanceof Error) throw answer;
          return answer;
        }),
    },
    timers: {
      after(ms, run) {
        const timer = { at: now + ms, run };
        due.push(timer);
        return () => due.splice(due.indexOf(timer), due.includes(timer) ? 1 : 0);
      },
    },
    checkpointMs: 300_000,
    vacuumMs: 900_000,
    log: (_level, _message, detail) => warnings.push(detail),
  });
  return {
    maintenance,
    ran,
    warnings,
    state,
    async pass(ms) {
      const until = now + ms;
      for (;;) {
        const next = due.toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined || next.at > until) break;
        due.splice(due.indexOf(next), 1);
        now = next.at;
        next.run();
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      }
      now = until;
    },
  };
}

const only = (ran: string[], sql: string): string[] => ran.filter((line) => line === sql);

describe("maintenance", () => {
  test("makes a checkpoint at its time, and none while nobody does anything", async () => {
    const { pass, ran, state } = house();
    await pass(299_999);
    expect(only(ran, "CHECKPOINT")).toHaveLength(0);
    await pass(1);
    expect(only(ran, "CHECKPOINT")).toHaveLength(1);
    await pass(300_000);
    expect(only(ran, "CHECKPOINT")).toHaveLength(1);
    state.units += 1;
    await pass(300_000);
    expect(only(ran, "CHECKPOINT")).toHaveLength(2);
  });

  test("makes a checkpoint early when the log has grown long", async () => {
    const { pass, ran } = house({ [longLogSql]: [["t"]] });
    await pass(10_000);
    expect(ran).toEqual([longLogSql, "CHECKPOINT"]);
  });

  test("vacuums the tables that changed much, each in a turn of its own", async () => {
    const { pass, ran } = house({ [staleTablesSql]: [["cms.posts"], ['content."Drafts"']] });
    await pass(900_000);
    expect(ran.slice(-3)).toEqual([staleTablesSql, "VACUUM (ANALYZE) cms.posts", 'VACUUM (ANALYZE) content."Drafts"']);
  });

  test("waits for a moment in which nobody waits, but no longer than a minute", async () => {
    const { pass, ran, state } = house();
    state.isIdle = false;
    await pass(300_000);
    expect(only(ran, "CHECKPOINT")).toHaveLength(0);
    state.isIdle = true;
    await pass(200);
    expect(only(ran, "CHECKPOINT")).toHaveLength(1);
    state.isIdle = false;
    state.units += 1;
    await pass(300_000 + 60_000);
    expect(only(ran, "CHECKPOINT")).toHaveLength(2);
  });

  test("a failure is told, and the next time comes", async () => {
    const { pass, ran, warnings, state } = house({ CHECKPOINT: new Error("no space") });
    await pass(300_000);
    expect(warnings).toEqual(["no space"]);
    state.units += 1;
    await pass(300_000);
    expect(only(ran, "CHECKPOINT")).toHaveLength(2);
  });

  test("stops when it is told", async () => {
    const { pass, ran, maintenance } = house();
    maintenance.stop();
    await pass(1_000_000);
    expect(ran).toEqual([]);
  });
});
