import type { Engine } from "../src/embedded/worker/turn.ts";
import { createMultiplexer, type Multiplexer } from "../src/embedded/worker/multiplexer.ts";
import { readyForQuery, textAt, type TransactionStatus } from "../src/embedded/wire/messages.ts";
import { done, message, startup, told } from "./raw-client.ts";

export interface House {
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

/** An engine that knows transactions, notes what it runs, and answers what `answers` says for an SQL text. */
function engineOf(answers: Record<string, Buffer | Error>, ran: string[]): Engine {
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

  return {
    async execute(bytes, onReply) {
      await Promise.resolve();
      for (let at = 0; at < bytes.length;) {
        const one = Buffer.from(bytes).subarray(at, at + Buffer.from(bytes).readInt32BE(at + 1) + 1);
        ran.push(...told(one));
        onReply(reply(String.fromCharCode(one[0] ?? 0), textAt(one, one[0] === 0x50 ? textAt(one, 5).end + 1 : 5).text));
        at += one.length;
      }
    },
  };
}

/** A multiplexer on an engine of the test. */
export function house(answers: Record<string, Buffer | Error> = {}): House {
  const ran: string[] = [];
  const broken: string[] = [];
  let timers: (() => void)[] = [];

  const multiplexer = createMultiplexer({
    engine: engineOf(answers, ran),
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
