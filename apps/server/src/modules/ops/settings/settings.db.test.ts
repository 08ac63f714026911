import { type InputOf, opsContract } from "@cofounder/contracts";
import { anonymousCtx, type Ctx, personOf } from "@cofounder/kernel";
import { ctxOf, eachDatabase, outcomeOf, type TestClock, testClock } from "@cofounder/testing";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOps, type Ops } from "../index.ts";

const admin = ctxOf("admin");

eachDatabase((database) => {
  let clock: TestClock;
  let ops: Ops;
  let started: Ops[] = [];

  async function replica(): Promise<Ops> {
    const made = createOps({
      sql: database().sql,
      transaction: database().transaction,
      listen: database().listen,
      clock,
      report: (error) => expect.unreachable(String(error)),
      version: "1.2.3",
      publicUrl: "https://kiln.example",
      isStarted: () => true,
      pingDatabase: database().ping,
      checkEngine: () => Promise.resolve("healthy"),
      checkStorage: () => Promise.resolve("healthy"),
      searchMode: () => Promise.resolve("lexical_only"),
    });
    await made.start();
    started.push(made);
    return made;
  }

  const put = (setting_id: string, value: string, ctx: Ctx = admin) => ops.putSetting(ctx, { setting_id, value });
  const history = (setting_id: string, query: Partial<InputOf<typeof opsContract.listSettingHistory>> = {}) =>
    ops.listSettingHistory(admin, { setting_id, limit: 20, ...query });
  const announced = async () =>
    (
      await database().sql.execute<{ payload: unknown }>(sql`select payload from floor.outbox where type = 'setting.changed' order by position`)
    ).rows.map(({ payload }) => payload);

  beforeEach(async () => {
    await database().transaction(async (tx) => {
      for (const table of ["ops.settings", "ops.setting_changes", "floor.outbox"]) await tx.execute(sql.raw(`delete from ${table}`));
    });
    clock = testClock();
    ops = await replica();
  });
  afterEach(() => {
    for (const made of started) made.stop();
    started = [];
  });

  describe("settings are listed", () => {
    const list = (query: Partial<InputOf<typeof opsContract.listSettings>> = {}) => ops.listSettings(admin, { page: 1, per_page: 20, ...query });

    it("all of them, changed or not, in the contract's shape", async () => {
      await put("site.name", "The Weekly Kiln");
      const answer = await list();
      expect(opsContract.listSettings.response.parse(answer)).toEqual(answer);
      expect(answer).toMatchObject({ total: 4, page: 1, pages: 1 });
      expect(answer.items.map(({ key, value }) => [key, value])).toEqual([
        ["site.name", "The Weekly Kiln"],
        ["site.tagline", ""],
        ["business.time_zone", "UTC"],
        ["auth.registration", "invite"],
      ]);
    });

    it("page by page, past the end to nothing", async () => {
      expect(await list({ page: 2, per_page: 3 })).toMatchObject({ total: 4, pages: 2, items: [{ key: "auth.registration" }] });
      expect((await list({ page: 9 })).items).toEqual([]);
      expect(await list({ category: "nothing" })).toMatchObject({ total: 0, pages: 0, items: [] });
    });

    it("in every environment, since each holds in all of them", async () => {
      expect((await list({ environment: "production" })).total).toBe(4);
    });
  });

  describe("a setting", () => {
    it("is found by its number and by its key, and an unknown one is not", async () => {
      expect(await ops.getSetting(admin, { setting_id: "3" })).toEqual(await ops.getSetting(admin, { setting_id: "business.time_zone" }));
      expect(await outcomeOf(ops.getSetting(admin, { setting_id: "99" }))).toBe("not_found");
      expect(await outcomeOf(put("nothing.here", "x"))).toBe("not_found");
      expect(await outcomeOf(history("nothing.here"))).toBe("not_found");
    });

    it("is changed under either name, with its author, its time and one event", async () => {
      clock.advance(1000);
      const answer = await put("3", "Europe/Vienna");
      expect(answer).toMatchObject({
        key: "business.time_zone",
        value: "Europe/Vienna",
        updated_at: "2026-03-01T09:00:01.000Z",
        updated_by_id: personOf(admin),
      });
      expect(await ops.getSetting(admin, { setting_id: "business.time_zone" })).toEqual(answer);
      expect(await announced()).toEqual([{ key: "business.time_zone", before: "UTC", after: "Europe/Vienna" }]);
    });

    it("that is given the value it has stays as it is, without event or history", async () => {
      const untouched = await ops.getSetting(admin, { setting_id: "site.name" });
      expect(await put("site.name", " Cofounder ")).toEqual(untouched);
      const changed = await put("site.name", "The Weekly Kiln");
      clock.advance(1000);
      expect(await put("site.name", "The Weekly Kiln")).toEqual(changed);
      expect(await announced()).toHaveLength(1);
      expect((await history("site.name")).data).toHaveLength(1);
    });

    it("that is given what it cannot be stays as it is", async () => {
      await expect(put("business.time_zone", "Mars/Olympus")).rejects.toMatchObject({
        code: "invalid",
        details: { issues: [{ loc: ["body", "value"] }] },
      });
      await expect(ops.putSetting(admin, { setting_id: "site.name", value: 5 })).rejects.toMatchObject({ code: "invalid" });
      await expect(ops.putSetting(admin, { setting_id: "site.name", value: "Kiln", is_read_only: true })).rejects.toMatchObject({
        details: { issues: [{ loc: ["body", "is_read_only"] }] },
      });
      expect(await announced()).toEqual([]);
      expect(await ops.getSetting(admin, { setting_id: "site.name" })).toMatchObject({ value: "Cofounder" });
    });

    it("keeps text that looks like a number or JSON as text", async () => {
      for (const text of ["2048", "true", "null", '{"a":1}']) {
        await put("site.name", text);
        expect([await ops.readSetting("site.name"), (await ops.getSetting(admin, { setting_id: "1" })).value]).toEqual([text, text]);
      }
    });

    it("that many change at the same moment has a history without gaps", async () => {
      await Promise.all(Array.from({ length: 8 }, (_, index) => put("site.tagline", `tagline ${index}`)));
      const { data } = await history("site.tagline");
      expect(data).toHaveLength(8);
      const befores = data.map(({ before }) => before);
      const afters = data.map(({ after }) => after);
      expect(new Set([...befores, await ops.readSetting("site.tagline")])).toEqual(new Set(["", ...afters]));
      expect(new Set(befores).size).toBe(8);
    });
  });

  it("the history of a setting is read newest first, page by page, and is that setting's alone", async () => {
    for (const name of ["One", "Two", "Three"]) {
      clock.advance(1000);
      await put("site.name", name);
    }
    await put("site.tagline", "another setting");
    const first = await history("site.name", { limit: 2 });
    expect(opsContract.listSettingHistory.response.parse(first)).toEqual(first);
    expect(first.data).toEqual([
      { at: "2026-03-01T09:00:03.000Z", by: personOf(admin), before: "Two", after: "Three" },
      { at: "2026-03-01T09:00:02.000Z", by: personOf(admin), before: "One", after: "Two" },
    ]);
    const second = await history("1", { limit: 2, cursor: first.next_cursor ?? "" });
    expect(second).toEqual({ data: [{ at: "2026-03-01T09:00:01.000Z", by: personOf(admin), before: "Cofounder", after: "One" }], next_cursor: null });
    for (const cursor of ["nonsense", Buffer.from('["not an id"]').toString("base64url")]) {
      await expect(history("1", { cursor })).rejects.toMatchObject({ code: "invalid", details: { issues: [{ loc: ["query", "cursor"] }] } });
    }
  });

  it("settings are read by those who may and changed by those who may", async () => {
    const [viewer, stranger] = [ctxOf("viewer"), anonymousCtx("request")];
    expect(await outcomeOf(ops.getSetting(viewer, { setting_id: "1" }))).toMatchObject({ key: "site.name" });
    expect(await outcomeOf(put("site.name", "Mine", viewer))).toBe("forbidden");
    expect(await outcomeOf(put("site.name", "Mine", ctxOf("editor")))).toBe("forbidden");
    expect(await outcomeOf(ops.listSettings(stranger, { page: 1, per_page: 20 }))).toBe("unauthenticated");
    expect(await outcomeOf(ops.listSettingHistory(stranger, { setting_id: "1", limit: 20 }))).toBe("unauthenticated");
    expect(await announced()).toEqual([]);
  });

  it("a change is in force at once on its own replica and within a second on the others", async () => {
    const other = await replica();
    expect(await other.readSetting("auth.registration")).toBe("invite");
    await put("auth.registration", "open");
    expect(await ops.readSetting("auth.registration")).toBe("open");
    await vi.waitFor(async () => expect(await other.readSetting("auth.registration")).toBe("open"), { timeout: 1000, interval: 5 });
  });

  it("the public site says its name, its line, its address and its time zone to everybody", async () => {
    await put("site.name", "The Weekly Kiln");
    const answer = await ops.getSite(anonymousCtx("request"), {});
    expect(opsContract.getSite.response.parse(answer)).toEqual({
      name: "The Weekly Kiln",
      tagline: "",
      url: "https://kiln.example",
      time_zone: "UTC",
    });
  });

  it("health is told of the real database", async () => {
    const answer = await ops.getHealth(admin, {});
    expect(opsContract.getHealth.response.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ status: "healthy", components: { database: "healthy", vector_search: "lexical_only" } });
    expect(answer.latencies_ms?.["database"]).toBeGreaterThan(0);
  });
});
