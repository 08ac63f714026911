import { describe, expect, test } from "vitest";
import { house } from "../../../test/multiplexer-house.ts";
import { bind, execute, flush, message, parse, query, startup, sync } from "../../../test/raw-client.ts";
import { errorResponse } from "../wire/messages.ts";

describe("turns", () => {
  test("those who wait are served in the order in which they came", async () => {
    const { connect, ran, settle } = house();
    const clients = [1, 2, 3].map(connect);
    for (const [index, client] of clients.entries()) client.send(query(`select ${index} first`), query(`select ${index} second`));
    await settle();
    expect(ran).toEqual(["Q select 0 first", "Q select 1 first", "Q select 2 first", "Q select 0 second", "Q select 1 second", "Q select 2 second"]);
    expect(clients[1]?.heard).toEqual(["C SELECT", "Z I", "C SELECT", "Z I"]);
  });

  test("a transaction keeps its turn until it ends", async () => {
    const { connect, ran, settle, multiplexer } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(query("begin"));
    two.send(query("select other"));
    await settle();
    expect(ran).toEqual(["Q begin"]);
    expect(multiplexer.counts()).toEqual({ sessions: 2, waiting: 1, units: 1 });
    expect(multiplexer.isIdle()).toBe(false);
    one.send(query("commit"));
    await settle();
    expect(ran).toEqual(["Q begin", "Q commit", "Q select other"]);
    expect(multiplexer.isIdle()).toBe(true);
  });

  test("a cycle that was only flushed keeps its turn until Sync", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("", "select a"), flush());
    two.send(query("select other"));
    await settle();
    expect(ran).toEqual(["P select a", "H"]);
    one.send(bind(""), execute(), sync());
    await settle();
    expect(ran.slice(2)).toEqual(["B", "E", "S", "Q select other"]);
  });

  test("work of the house waits in the same line", async () => {
    const { connect, ran, settle, multiplexer } = house();
    connect(1).send(query("select before"));
    const work = multiplexer.exclusive((run) => run("CHECKPOINT"));
    connect(2).send(query("select after"));
    await work;
    await settle();
    expect(ran).toEqual(["Q select before", "Q CHECKPOINT", "Q select after"]);
  });

  test("work of the house that the database refuses fails with the database's words", async () => {
    const { multiplexer } = house({ VACUUM: errorResponse({ severity: "ERROR", code: "53100", sentence: "could not extend file" }) });
    await expect(multiplexer.exclusive((run) => run("VACUUM"))).rejects.toThrow("53100: could not extend file");
  });
});

describe("connections that go", () => {
  test("a transaction is rolled back, and the next in line goes on", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(query("begin"));
    two.send(query("select other"));
    await settle();
    one.close();
    await settle();
    expect(ran).toEqual(["Q begin", "Q ROLLBACK", "Q select other"]);
  });

  test("an open cycle is synced first", async () => {
    const { connect, ran, settle } = house();
    const one = connect(1);
    one.send(parse("", "select a"), flush());
    await settle();
    one.close();
    await settle();
    expect(ran).toEqual(["P select a", "H", "S", "Q ROLLBACK"]);
  });

  test("one that waits leaves the line without having run", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(query("begin"));
    two.send(query("select never"));
    await settle();
    two.close();
    one.send(query("commit"));
    await settle();
    expect(ran).toEqual(["Q begin", "Q commit"]);
  });

  test("a client that says goodbye is answered what it asked before", async () => {
    const { connect, settle, multiplexer } = house();
    const one = connect(1);
    one.send(query("select last"), message("X"));
    await settle();
    expect(one.heard).toEqual(["C SELECT", "Z I"]);
    expect(one.hasEnded()).toBe(true);
    expect(multiplexer.counts().sessions).toBe(0);
  });

  test("a transaction that does nothing for too long is ended", async () => {
    const { connect, ran, settle, pass } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(query("begin"));
    two.send(query("select other"));
    await settle();
    await pass();
    expect(one.heard.at(-1)).toMatch(/^E SFATAL VFATAL C25P03 M.*30 seconds/);
    expect(one.hasEnded()).toBe(true);
    expect(ran).toEqual(["Q begin", "Q ROLLBACK", "Q select other"]);
  });

  test("a transaction that goes on in time is left alone", async () => {
    const { connect, settle, pass } = house();
    const one = connect(1);
    one.send(query("begin"), query("select 1"), query("commit"));
    await settle();
    await pass();
    expect(one.hasEnded()).toBe(false);
  });

  test("closing the house tells every connection", async () => {
    const { connect, settle, multiplexer } = house();
    const clients = [connect(1), connect(2)];
    multiplexer.closeAll({ severity: "FATAL", code: "57P01", sentence: "closed" });
    await settle();
    expect(clients.map((client) => client.heard)).toEqual([["E SFATAL VFATAL C57P01 Mclosed"], ["E SFATAL VFATAL C57P01 Mclosed"]]);
  });
});

describe("the start of a connection", () => {
  function fresh(bytes: Buffer): { text: string; hasEnded: boolean } {
    const seen = { text: "", hasEnded: false };
    const { multiplexer } = house();
    multiplexer
      .connect(1, {
        send: (reply) => (seen.text += Buffer.from(reply).toString("latin1")),
        flush: () => undefined,
        end: () => (seen.hasEnded = true),
      })
      .receive(bytes);
    return seen;
  }
  const request = (low: number): Buffer => Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, low]);

  test("encryption is declined, and the startup message is answered with the server's version", () => {
    const { text, hasEnded } = fresh(Buffer.concat([request(0x2f), startup]));
    expect(text.startsWith("NR")).toBe(true);
    expect(text).toContain("server_version\x0018.6\0");
    expect(text.endsWith("Z\0\0\0\x05I")).toBe(true);
    expect(hasEnded).toBe(false);
  });

  test("a request to cancel ends its connection", () => {
    expect(fresh(request(0x2e))).toEqual({ text: "", hasEnded: true });
  });

  test("another version of the protocol is refused", () => {
    expect(fresh(Buffer.from([0, 0, 0, 8, 0, 2, 0, 0]))).toMatchObject({ text: expect.stringContaining("0A000") as string, hasEnded: true });
  });

  test("a message that there is not, and one that is too large, end the connection", async () => {
    const { connect, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(message("~"));
    two.send(query("x".repeat(20_000)));
    await settle();
    expect([one.heard[0], two.heard[0]]).toEqual([expect.stringContaining("08P01") as string, expect.stringContaining("08P01") as string]);
  });

  test("what belongs to a COPY that never began is ignored", async () => {
    const { connect, ran, settle } = house();
    connect(1).send(message("d", "1\n"), message("c"), query("select 1"));
    await settle();
    expect(ran).toEqual(["Q select 1"]);
  });
});
