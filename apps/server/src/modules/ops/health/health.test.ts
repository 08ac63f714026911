import { opsContract } from "@cofounder/contracts";
import { anonymousCtx } from "@cofounder/kernel";
import { ctxOf, testClock } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import { getHealth } from "./get-health.ts";
import { type Findings, statusOf } from "./health.ts";
import { createHealthProbe } from "./probe.ts";

const well: Findings = { database: "healthy", engine: "healthy", storage: "healthy", vectorSearch: "available", databaseMs: 0.4 };
const never = <T>() => new Promise<T>(() => undefined);

describe("the verdict on the whole", () => {
  it.each<[verdict: string, findings: Partial<Findings>, status: string]>([
    ["healthy when every part is", {}, "healthy"],
    ["healthy while search works by words alone", { vectorSearch: "lexical_only" }, "healthy"],
    ["degraded when the engine is not well", { engine: "unhealthy" }, "degraded"],
    ["degraded when the storage is not well", { storage: "degraded" }, "degraded"],
    ["unhealthy without the database", { database: "unhealthy", databaseMs: null }, "unhealthy"],
  ])("is %s", (_, findings, status) => {
    expect(statusOf({ ...well, ...findings }, true)).toBe(status);
  });

  it("is starting until everything has started, even while the database is not there yet", () => {
    expect(statusOf(well, false)).toBe("starting");
    expect(statusOf({ ...well, database: "unhealthy", databaseMs: null }, false)).toBe("starting");
  });
});

function parts(overrides: Partial<Parameters<typeof createHealthProbe>[0]> = {}) {
  return {
    clock: testClock(),
    report: (error: unknown) => expect.unreachable(String(error)),
    pingDatabase: () => Promise.resolve(0.4),
    checkEngine: () => Promise.resolve("healthy" as const),
    checkStorage: () => Promise.resolve("healthy" as const),
    searchMode: () => Promise.resolve("available" as const),
    ...overrides,
  };
}

describe("a look at the parts", () => {
  it("finds a part that fails or keeps silent unhealthy, and answers all the same", async () => {
    const report = () => undefined;
    const ill = {
      report,
      pingDatabase: () => never<number>(),
      checkStorage: () => Promise.reject(new Error("disk")),
      searchMode: () => never<"available">(),
    };
    const probe = createHealthProbe(parts(ill), 10);
    expect(await probe.look()).toEqual({ database: "unhealthy", engine: "healthy", storage: "unhealthy", vectorSearch: "unknown", databaseMs: null });
  });

  it("reports why a part fails when it begins to, and again after it was well", async () => {
    const clock = testClock();
    const reported: unknown[] = [];
    const answers = [false, false, true, false];
    const pingDatabase = async () => {
      if (answers.shift() === false) throw new Error("connection refused");
      return 0.4;
    };
    const probe = createHealthProbe(parts({ clock, pingDatabase, report: (error) => reported.push(error) }));
    const counts: number[] = [];
    for (let look = 0; look < 4; look++) {
      await probe.look();
      counts.push(reported.length);
      clock.advance(1000);
    }
    expect(counts).toEqual([1, 1, 1, 2]);
    expect(reported[0]).toMatchObject({ message: "The database cannot be used.", cause: { message: "connection refused" } });
  });

  it("is taken once a second, however many ask", async () => {
    const clock = testClock();
    let pings = 0;
    const probe = createHealthProbe(parts({ clock, pingDatabase: () => Promise.resolve((pings += 1)) }));
    await Promise.all([probe.look(), probe.look(), probe.look()]);
    clock.advance(999);
    await probe.look();
    expect(pings).toBe(1);
    clock.advance(1);
    expect((await probe.look()).databaseMs).toBe(2);
  });
});

describe("health", () => {
  const deps = (isStarted = true) => ({ probe: createHealthProbe(parts()), clock: testClock(), version: "1.2.3", isStarted: () => isStarted });

  it("is told to everybody, without how long things took", async () => {
    const answer = await getHealth(deps(), anonymousCtx("request"), {});
    expect(opsContract.getHealth.response.parse(answer)).toEqual(answer);
    expect(answer).toEqual({
      status: "healthy",
      service: "cofounder",
      version: "1.2.3",
      timestamp: "2026-03-01T09:00:00.000Z",
      startup_complete: true,
      components: { database: "healthy", engine: "healthy", storage: "healthy", vector_search: "available" },
    });
    expect(await getHealth(deps(), ctxOf("editor"), {})).not.toHaveProperty("latencies_ms");
  });

  it("is told with times to those who look after the server", async () => {
    expect((await getHealth(deps(), ctxOf("admin"), {})).latencies_ms).toEqual({ database: 0.4 });
  });

  it("is 200 while the server can be used and 503 while it cannot", async () => {
    expect(opsContract.getHealth.statusOf(await getHealth(deps(), anonymousCtx("request"), {}))).toBe(200);
    const starting = await getHealth(deps(false), anonymousCtx("request"), {});
    expect([starting.startup_complete, starting.status, opsContract.getHealth.statusOf(starting)]).toEqual([false, "starting", 503]);
  });
});
