import type { Database, Transaction } from "@cofounder/database";
import { createIdempotencyStore, floorTables, effectOf, once } from "@cofounder/database";
import { AppError, type Ctx, uuidv7 } from "@cofounder/kernel";
import { eachDatabase, testClock } from "@cofounder/testing";
import { count, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const body = { topic: "Small batteries", sources: [{ text: "A text." }] };

/** A door whose operation writes one row as a real one does: once under its effect key. */
async function open(database: Database, before: () => Promise<void> = async () => undefined): Promise<TestApp & { written(): Promise<number> }> {
  const marker = uuidv7();
  const transaction: Transaction = database.transaction;
  const createContentTask = async (ctx: Ctx, input: { topic: string }): Promise<unknown> => {
    await before();
    return transaction((tx) =>
      once(tx, effectOf(ctx, "create"), async () => {
        const id = uuidv7();
        await tx.insert(floorTables.heartbeats).values({ replica: `${marker} ${id}` });
        return {
          task_id: id,
          task_type: "blog_post",
          status: "pending",
          topic: input.topic,
          created_at: new Date().toISOString(),
          polling_url: `/api/content/tasks/${id}`,
        };
      }),
    );
  };
  const idempotency = createIdempotencyStore({ sql: database.sql, transaction, clock: testClock(new Date().toISOString()) });
  const server = await createTestApp({ idempotency, operations: operationsOf({ content: { createContentTask } }) });
  return {
    ...server,
    async written() {
      const rows = await database.sql.select({ replica: floorTables.heartbeats.replica }).from(floorTables.heartbeats);
      return rows.filter(({ replica }) => replica.startsWith(marker)).length;
    },
  };
}

const create = ({ app }: TestApp, key: string | undefined, { payload = body, token = "editor:idem" }: { payload?: object; token?: string } = {}) =>
  app.inject({
    method: "POST",
    url: "/api/content/tasks",
    payload,
    headers: { authorization: `Bearer ${token}`, ...(key === undefined ? {} : { "idempotency-key": key }) },
  });

type Response = Awaited<ReturnType<typeof create>>;

eachDatabase((database) => {
  it("a repeated request gets the same answer and writes nothing more", async () => {
    const server = await open(database());
    const key = uuidv7();
    const [first, second] = [await create(server, key), await create(server, key)];
    expect([first.statusCode, first.headers["idempotent-replayed"]]).toEqual([201, undefined]);
    expect([second.statusCode, second.headers["idempotent-replayed"]]).toEqual([201, "true"]);
    expect(second.body).toBe(first.body);
    expect(await server.written()).toBe(1);
    await server.app.close();
  });

  it("without a key, with another key or from another account it is another request", async () => {
    const server = await open(database());
    const key = uuidv7();
    const answers = [
      await create(server, undefined),
      await create(server, undefined),
      await create(server, key),
      await create(server, uuidv7()),
      await create(server, key, { token: "editor:other" }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201]);
    expect(await server.written()).toBe(5);
    await server.app.close();
  });

  it("the same key with another body answers 422 and writes nothing", async () => {
    const server = await open(database());
    const key = uuidv7();
    await create(server, key);
    const other = await create(server, key, { payload: { ...body, topic: "Large batteries" } });
    expect(other.statusCode).toBe(422);
    expect(other.json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["header", "Idempotency-Key"] }]);
    expect(await server.written()).toBe(1);
    await server.app.close();
  });

  it("twenty at once write one row; those that come while it runs answer 409 with Retry-After", async () => {
    let letThrough: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    const server = await open(database(), () => gate);
    const key = uuidv7();
    const refused: Response[] = [];
    const answers = Array.from({ length: 20 }, async () => {
      const answer = await create(server, key);
      if (answer.statusCode === 409 && refused.push(answer) === 19) letThrough();
      return answer.statusCode;
    });
    const statuses = await Promise.all(answers);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(refused.map(({ headers }) => Number(headers["retry-after"])).every((seconds) => seconds > 0)).toBe(true);
    expect(await server.written()).toBe(1);
    await server.app.close();
  });

  it("a request that failed may be repeated with the same key", async () => {
    let isBroken = true;
    const server = await open(database(), () => (isBroken ? Promise.reject(new AppError("unavailable", "Not now.")) : Promise.resolve()));
    const key = uuidv7();
    expect((await create(server, key)).statusCode).toBe(503);
    isBroken = false;
    expect((await create(server, key)).statusCode).toBe(201);
    expect(await server.written()).toBe(1);
    await server.app.close();
  });

  it("a write that was done before the answer was kept is not done again", async () => {
    const server = await open(database());
    const key = uuidv7();
    const first = await create(server, key);
    const { idempotencyKeys } = floorTables;
    const [row] = await database().sql.select().from(idempotencyKeys).where(eq(idempotencyKeys.status, 201)).orderBy(idempotencyKeys.createdAt);
    expect(row).toBeDefined();
    // The server died between the two commits: the key is still locked, without an answer, and its lock has run out.
    await database().transaction(async (tx) => void (await tx.update(idempotencyKeys).set({ status: null, answer: null, lockedUntil: new Date(0) })));
    const again = await create(server, key);
    expect(again.statusCode).toBe(201);
    expect(again.body).toBe(first.body);
    expect(await server.written()).toBe(1);
    const [{ keys } = { keys: 0 }] = await database().sql.select({ keys: count() }).from(idempotencyKeys).where(eq(idempotencyKeys.status, 201));
    expect(keys).toBeGreaterThan(0);
    await server.app.close();
  });

  it("a key that is no visible ASCII text answers 422", async () => {
    const server = await open(database());
    expect((await create(server, "two words")).json<{ errors: unknown[] }>().errors).toMatchObject([{ loc: ["header", "Idempotency-Key"] }]);
    await server.app.close();
  });
});
