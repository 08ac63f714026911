import { collect, createSession, type Client, type Session, type Unit } from "./session.ts";
import { breakDown, cleanUp, runSql, runUnit, type Backend, type Engine, type RunSql } from "./turn.ts";
import { WireError, requestCodes, startupCode, startupParameters, type Frame } from "../wire/frames.ts";
import { authenticationOk, backendKey, errorResponse, notSupported, parameterStatus, readyForQuery, type WireFailure } from "../wire/messages.ts";

export interface Timers {
  /** Calls `run` once after `ms` milliseconds, unless the returned function was called before. */
  after(ms: number, run: () => void): () => void;
}

export interface MultiplexerOptions {
  engine: Engine;
  timers: Timers;
  /** What clients are told, e.g. "18.6". */
  serverVersion: string;
  idleInTransactionMs: number;
  /** Default 256 MiB. */
  maxMessageBytes?: number;
  /** The engine broke: nothing runs any more, and nobody is answered. */
  onBroken(reason: string): void;
  /** The engine starts or has ended something for a session; 0 is the house itself. */
  onTurn(event: "start" | "end", sessionId: number): void;
  /** Runs before each turn of a session that has no transaction open. */
  beforeTurn?(run: RunSql): Promise<void> | undefined;
  /** What is said to those whose write is refused because `beforeTurn` made the session read-only. */
  whyReadOnly?(): WireFailure | undefined;
}

export interface Multiplexer {
  connect(id: number, client: Client): { receive(chunk: Uint8Array): void; close(): void };
  /** Waits in line like everybody and runs `work` alone. */
  exclusive<T>(work: (run: RunSql) => Promise<T>): Promise<T>;
  /** Nobody runs, nobody waits and no transaction is open. */
  isIdle(): boolean;
  /** `units` is how many turns were taken. */
  counts(): { sessions: number; waiting: number; units: number };
  closeAll(failure: WireFailure): void;
}

interface State extends Backend {
  readonly options: MultiplexerOptions;
  /** Those who wait for their turn, first come first served: sessions with a unit, and jobs of the house. */
  readonly line: (Session | (() => Promise<void>))[];
  owner: Session | undefined;
  units: number;
  isDraining: boolean;
}

const defaultMaxMessageBytes = 256 * 1024 * 1024;

/**
 * Lets many wire-protocol connections share one PostgreSQL session. The exclusive unit is one cycle up to Sync, or one
 * transaction; prepared names, the unnamed statement, notifications and what a lost connection leaves behind are kept apart
 * for each connection.
 */
export function createMultiplexer(options: MultiplexerOptions): Multiplexer {
  const state: State = {
    options,
    engine: options.engine,
    onBroken: (reason) => options.onBroken(reason),
    onTurn: (event, sessionId) => options.onTurn(event, sessionId),
    whyReadOnly: () => options.whyReadOnly?.(),
    sessions: new Set(),
    heardChannels: new Set(),
    unnamedOwner: undefined,
    isBroken: false,
    line: [],
    owner: undefined,
    units: 0,
    isDraining: false,
  };
  return {
    connect(id, client) {
      const session = createSession(id, client, options.maxMessageBytes ?? defaultMaxMessageBytes);
      state.sessions.add(session);
      return { receive: (chunk) => receive(state, session, chunk), close: () => close(state, session) };
    },
    exclusive: (work) => exclusive(state, work),
    isIdle: () => state.owner === undefined && state.line.length === 0 && !state.isDraining,
    counts: () => ({ sessions: state.sessions.size, waiting: state.line.length, units: state.units }),
    closeAll(failure) {
      for (const session of [...state.sessions]) fail(state, session, failure);
    },
  };
}

function fail(state: State, session: Session, failure: WireFailure): void {
  session.client.send(errorResponse(failure));
  session.client.end();
  close(state, session);
}

function receive(state: State, session: Session, chunk: Uint8Array): void {
  if (session.phase === "closed" || state.isBroken) return;
  try {
    session.inbox.push(...session.reader.push(chunk));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return fail(state, session, { severity: "FATAL", code: "08P01", sentence: error.message });
  }
  if (session.next !== undefined) return;
  advance(state, session);
  if (session.next === undefined) return;
  if (state.owner !== session) state.line.push(session);
  void drain(state);
}

/** Reads a session's messages until a unit is complete. */
function advance(state: State, session: Session): void {
  while (session.next === undefined && session.inbox.length > 0 && session.phase !== "closed") {
    const frame = session.inbox.shift();
    if (frame === undefined) return;
    if (session.phase === "startup") greet(state, session, frame);
    else {
      const outcome = collect(session, frame);
      if (outcome === "end") {
        session.client.end();
        close(state, session);
      }
      if (outcome === "unknown") fail(state, session, { severity: "FATAL", code: "08P01", sentence: `There is no message of type "${frame.type}".` });
    }
  }
}

function greet(state: State, session: Session, frame: Frame): void {
  const code = startupCode(frame);
  if (code === requestCodes.ssl || code === requestCodes.gss) {
    session.client.send(notSupported());
    return session.client.flush();
  }
  if (code === requestCodes.cancel) {
    session.client.end();
    return close(state, session);
  }
  if (code >> 16 !== 3) return fail(state, session, { severity: "FATAL", code: "0A000", sentence: "Only version 3 of the protocol is spoken here." });
  session.phase = "open";
  const settings: [string, string][] = [
    ["server_version", state.options.serverVersion],
    ["server_encoding", "UTF8"],
    ["client_encoding", "UTF8"],
    ["application_name", startupParameters(frame).get("application_name") ?? ""],
    ["DateStyle", "ISO, MDY"],
    ["IntervalStyle", "postgres"],
    ["TimeZone", "UTC"],
    ["integer_datetimes", "on"],
    ["standard_conforming_strings", "on"],
    ["is_superuser", "on"],
    ["session_authorization", "postgres"],
  ];
  const greeting = [authenticationOk(), ...settings.map(([name, value]) => parameterStatus(name, value)), backendKey(session.id), readyForQuery("I")];
  session.client.send(Buffer.concat(greeting));
  session.client.flush();
}

async function drain(state: State): Promise<void> {
  if (state.isDraining) return;
  state.isDraining = true;
  try {
    // Whether there is a turn is decided without a pause before the loop ends, or what arrives in the pause would be forgotten.
    for (let turn = nextTurn(state); turn !== undefined; turn = nextTurn(state)) await turn();
  } catch (error) {
    breakDown(state, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    state.isDraining = false;
  }
}

/** What runs next; undefined when nobody can go on. */
function nextTurn(state: State): (() => Promise<void>) | undefined {
  while (!state.isBroken && state.owner === undefined) {
    const first = state.line.shift();
    if (first === undefined || typeof first === "function") return first;
    if (first.phase === "open") state.owner = first;
  }
  const { owner } = state;
  if (state.isBroken || owner === undefined) return undefined;
  if (owner.phase === "closed") return () => leave(state, owner);
  const { next } = owner;
  return next === undefined ? undefined : () => run(state, owner, next);
}

async function leave(state: State, session: Session): Promise<void> {
  await cleanUp(state, session);
  state.owner = undefined;
}

async function run(state: State, session: Session, unit: Unit): Promise<void> {
  session.cancelIdleTimer?.();
  session.next = undefined;
  state.units += 1;
  if (session.status === "I" && !session.isMidCycle) await state.options.beforeTurn?.((sql) => runSql(state, sql));
  if (state.isBroken) return;
  await runUnit(state, session, unit);
  if (!state.isBroken) endTurn(state, session);
}

/** Gives the turn to the next in line unless a transaction or cycle is open. */
function endTurn(state: State, session: Session): void {
  advance(state, session);
  if (session.phase === "closed") return;
  if (session.status === "I" && !session.isMidCycle) {
    state.owner = undefined;
    if (session.next !== undefined) state.line.push(session);
  } else if (session.next === undefined) {
    session.cancelIdleTimer = state.options.timers.after(state.options.idleInTransactionMs, () => expire(state, session));
  }
}

function expire(state: State, session: Session): void {
  if (state.owner !== session || session.next !== undefined || session.phase === "closed") return;
  const seconds = state.options.idleInTransactionMs / 1000;
  fail(state, session, {
    severity: "FATAL",
    code: "25P03",
    sentence: `The connection was closed because its transaction did nothing for ${seconds} seconds while others waited.`,
  });
}

function close(state: State, session: Session): void {
  if (session.phase === "closed") return;
  session.phase = "closed";
  session.cancelIdleTimer?.();
  session.inbox = [];
  session.next = undefined;
  session.channels.clear();
  state.sessions.delete(session);
  const place = state.line.indexOf(session);
  if (place !== -1) state.line.splice(place, 1);
  if (state.owner !== session) state.line.push(() => cleanUp(state, session));
  void drain(state);
}

function exclusive<T>(state: State, work: (run: RunSql) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (state.isBroken) return reject(new Error("The embedded database broke down."));
    state.line.push(async () => {
      await work((sql) => runSql(state, sql)).then(resolve, reject);
    });
    void drain(state);
  });
}
