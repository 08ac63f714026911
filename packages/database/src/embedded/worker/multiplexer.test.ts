import { describe, expect, test } from "vitest";
import { createMultiplexer, type Multiplexer } from "./multiplexer.ts";
import { closeStatement, errorResponse, query, readyForQuery, sync, textAt, type TransactionStatus } from "../wire/messages.ts";

function message(type: string, body: string | Buffer = ""): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${type}0000`), Buffer.from(body)]);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

const parse = (name: string, sql: string): Buffer => message("P", `${name}\0${sql}\0\0\0`);
const bind = (name: string): Buffer => message("B", `\0${name}\0\0\0\0\0\0\0`);
const execute = (): Buffer => message("E", "\0\0\0\0\0");
const flush = (): Buffer => message("H");
const done = (tag: string): Buffer => message("C", `${tag}\0`);

const startup = Buffer.concat([Buffer.from([0, 0, 0, 17, 0, 3, 0, 0]), Buffer.from("user\0me\0\0")]);

/** Splits wire messages and writes each as its letter and the texts in it. */
function told(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32BE(at + 1) + 1) {
    const one = bytes.subarray(at, at + bytes.readInt32BE(at + 1) + 1);
    const body = one
      .toString("latin1", 5)
      .split("\0")
      .map((part) => part.replace(/^[^\x20-\x7e]+/, ""))
      .filter((part) => part !== "");
    lines.push([String.fromCharCode(one[0] ?? 0), ...body].join(" "));
  }
  return lines;
}

interface House {
  multiplexer: Multiplexer;
  /** What the engine was asked to run, one line a message. */
  ran: string[];
  broken: string[];
  connect(id: number): { send(...messages: Buffer[]): void; heard: string[]; close(): void; hasEnded(): boolean };
  /** Lets everything that can run, run. */
  settle(): Promise<void>;
  /** Lets the longest timer pass. */
  pass(): Promise<void>;
}

/** A multiplexer on an engine that knows transactions, and answers what `answers` says for an SQL text. */
function house(answers: Record<string, Buffer | Error> = {}): House {
  const ran: string[] = [];
  const broken: string[] = [];
  let timers: (() => void)[] = [];
  let status: TransactionStatus = "I";

  function reply(type: string, sql: string): Buffer {
    const special = Object.entries(answers).find(([text]) => sql.includes(text))?.[1];
    if (special instanceof Error) throw special;
    if (/^begin/i.test(sql)) status = "T";
    if (/^(commit|rollback)/i.test(sql)) status = "I";
    if (type === "Q")
      return Buffer.concat([
        special ?? done(sql.split(" ")[0]?.toUpperCase() ?? ""),
        sql.includes("no answer") ? Buffer.alloc(0) : readyForQuery(status),
      ]);
    if (type === "S") return readyForQuery(status);
    return { P: special ?? message("1"), B: message("2"), E: done("SELECT 1"), C: message("3") }[type] ?? Buffer.alloc(0);
  }

  const multiplexer = createMultiplexer({
    engine: {
      async execute(bytes, onReply) {
        await Promise.resolve();
        for (let at = 0; at < bytes.length;) {
          const one = Buffer.from(bytes).subarray(at, at + Buffer.from(bytes).readInt32BE(at + 1) + 1);
          ran.push(...told(one));
          onReply(reply(String.fromCharCode(one[0] ?? 0), textAt(one, one[0] === 0x50 ? textAt(one, 5).end + 1 : 5).text));
          at += one.length;
        }
      },
    },
    timers: {
      after(_ms, run) {
        timers.push(run);
        return () => (timers = timers.filter((other) => other !== run));
      },
    },
    serverVersion: "18.6",
    idleInTransactionMs: 30_000,
    maxMessageBytes: 10_000,
    onBroken: (reason) => broken.push(reason),
    onTurn: () => undefined,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    multiplexer,
    ran,
    broken,
    settle,
    connect(id) {
      const heard: string[] = [];
      let pending: Buffer[] = [];
      let ended = false;
      const flushed = (): void => {
        heard.push(...told(Buffer.concat(pending)));
        pending = [];
      };
      const session = multiplexer.connect(id, {
        send: (bytes) => pending.push(Buffer.from(bytes)),
        flush: flushed,
        end() {
          flushed();
          ended = true;
        },
      });
      session.receive(startup);
      heard.length = 0;
      return { send: (...messages) => session.receive(Buffer.concat(messages)), heard, close: () => session.close(), hasEnded: () => ended };
    },
    async pass() {
      for (const run of timers.splice(0)) run();
      await settle();
    },
  };
}

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

describe("prepared statements", () => {
  test("each connection has its own names, and they are given free when it closes", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("mine", "select 1"), bind("mine"), execute(), sync());
    two.send(parse("mine", "select 2"), sync());
    await settle();
    one.close();
    await settle();
    expect(ran).toEqual(["P c1_1 select 1", "B c1_1", "E", "S", "P c2_1 select 2", "S", "C Sc1_1", "S"]);
  });

  test("an unnamed statement survives another connection's use of the slot", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("", "select one"), sync());
    await settle();
    two.send(parse("", "select two"), bind(""), execute(), sync());
    await settle();
    one.heard.length = 0;
    one.send(bind(""), execute(), sync());
    await settle();
    expect(ran.slice(-4)).toEqual(["P select one", "B", "E", "S"]);
    expect(one.heard).toEqual(["2", "C SELECT 1", "Z I"]);
  });

  test("a connection without an unnamed statement never runs another's", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    two.send(parse("", "select two"), sync());
    await settle();
    one.send(bind(""), sync());
    await settle();
    expect(ran.slice(-3)).toEqual(told(closeStatement("")).concat("B", "S"));
    expect(one.heard).toEqual(["2", "Z I"]);
  });

  test("an unnamed statement that failed to parse is not brought back", async () => {
    const { connect, ran, settle } = house({ wrong: errorResponse({ severity: "ERROR", code: "42601", sentence: "syntax error" }) });
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("", "select fine"), sync());
    one.send(parse("", "wrong"), sync());
    two.send(parse("", "select two"), sync());
    await settle();
    one.send(bind(""), sync());
    await settle();
    expect(ran.slice(-3)).toEqual(["C S", "B", "S"]);
  });
});

describe("notifications", () => {
  const news = message("A", Buffer.concat([Buffer.from([1, 1, 1, 1]), Buffer.from("news\0hello\0")]));

  test("reach those who listen when their transaction has committed, and nobody else", async () => {
    const { connect, settle } = house({ notify: Buffer.concat([news, done("NOTIFY")]) });
    const [one, two, three] = [connect(1), connect(2), connect(3)];
    one.send(query("listen news"));
    two.send(query("begin"), query("listen news"), query("rollback"));
    await settle();
    three.send(query("notify news"));
    await settle();
    expect(one.heard).toContain("A news hello");
    expect(two.heard).not.toContain("A news hello");
    expect(three.heard).toEqual(["C NOTIFY", "Z I"]);
  });

  test("a channel is left when the last who listened has gone", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(query('listen "My news"'));
    two.send(query('listen "My news"'));
    await settle();
    one.close();
    await settle();
    expect(ran.filter((line) => line.includes("UNLISTEN"))).toEqual([]);
    two.close();
    await settle();
    expect(ran.at(-1)).toBe('Q UNLISTEN "My news"');
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

describe("an engine that breaks", () => {
  test.each([
    ["throws", new Error("unreachable"), "unreachable"],
    ["answers that it is lost", errorResponse({ severity: "FATAL", code: "53100", sentence: "could not write" }), "could not write"],
  ])("that %s is told once, and nothing runs after", async (_name, answer, reason) => {
    const { connect, ran, broken, settle } = house({ fatal: answer });
    const [one, two] = [connect(1), connect(2)];
    one.send(query("fatal"));
    two.send(query("select never"));
    await settle();
    two.send(query("select never"));
    await settle();
    expect(broken).toEqual([reason]);
    expect(ran).toEqual(["Q fatal"]);
  });

  test("that ends a statement without an answer counts as broken", async () => {
    const { connect, broken, settle } = house();
    connect(1).send(query("no answer"));
    await settle();
    expect(broken).toEqual(["The engine ended a statement without an answer."]);
  });

  test("refuses work of the house", async () => {
    const { connect, settle, multiplexer } = house({ fatal: new Error("gone") });
    connect(1).send(query("fatal"));
    await settle();
    await expect(multiplexer.exclusive((run) => run("CHECKPOINT"))).rejects.toThrow("broke down");
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
    expect(fresh(Buffer.from([0, 0, 0, 8, 0, 2, 0, 0]))).toMatchObject({ text: expect.stringContaining("0A000"), hasEnded: true });
  });

  test("a message that there is not, and one that is too large, end the connection", async () => {
    const { connect, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(message("~"));
    two.send(query("x".repeat(20_000)));
    await settle();
    expect([one.heard[0], two.heard[0]]).toEqual([expect.stringContaining("08P01"), expect.stringContaining("08P01")]);
  });

  test("what belongs to a COPY that never began is ignored", async () => {
    const { connect, ran, settle } = house();
    connect(1).send(message("d", "1\n"), message("c"), query("select 1"));
    await settle();
    expect(ran).toEqual(["Q select 1"]);
  });
});
