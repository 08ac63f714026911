import type { Session, Unit } from "./session.ts";
import {
  closeStatement,
  errorResponse,
  failureFields,
  notificationChannel,
  query,
  rowValues,
  sync,
  textAt,
  type TransactionStatus,
  type WireFailure,
} from "../wire/messages.ts";
import { createReplyScanner, letters } from "../wire/replies.ts";

/** The one PostgreSQL session that everybody shares. */
export interface Engine {
  /** Runs wire messages to their end. `onReply` gets the answers, cut anywhere, in memory that is reused. Throws when the engine broke. */
  execute(messages: Uint8Array, onReply: (bytes: Uint8Array) => void): Promise<void>;
}

/** What is known about the shared session. */
export interface Backend {
  readonly engine: Engine;
  readonly sessions: Set<Session>;
  /** The channels that the shared session listens to. */
  readonly heardChannels: Set<string>;
  /** Whose statement is in the unnamed slot. */
  unnamedOwner: Session | undefined;
  isBroken: boolean;
  /** The engine broke: nothing runs any more, and nobody is answered. */
  onBroken(reason: string): void;
  /** The engine starts or has ended something for a session; 0 is the house itself. */
  onTurn(event: "start" | "end", sessionId: number): void;
  /** What is said to those whose write is refused because the session is read-only. */
  whyReadOnly(): WireFailure | undefined;
}

const readOnlyCode = "25006";

/** Runs one simple query in a turn of the house itself and answers its rows as text. Throws what the database refused. */
export type RunSql = (sql: string) => Promise<(string | null)[][]>;

interface Answers {
  isReady: boolean;
  status: TransactionStatus;
  failure: Map<string, string> | undefined;
  lastTag: string;
  /** How many Parse messages were carried out. */
  parsed: number;
  /** The letter of an answer that the client did not ask for. */
  unasked: string;
  notifications: Buffer[];
  rows: (string | null)[][];
}

const lookedAt = letters("ZA13EC");
const lookedAtByHouse = letters("ZAECD");

/** Marks the shared session as lost: nobody is answered any more, and the reason is told once. */
export function breakDown(backend: Backend, reason: string): void {
  if (backend.isBroken) return;
  backend.isBroken = true;
  backend.onBroken(reason);
}

function read(answers: Answers, type: string, message: Buffer): boolean {
  switch (type) {
    case "Z":
      answers.isReady = true;
      answers.status = String.fromCharCode(message[5] ?? 0) as TransactionStatus;
      return true;
    case "A":
      answers.notifications.push(Buffer.from(message));
      return false;
    case "E":
      answers.failure = failureFields(message);
      return true;
    case "C":
      answers.lastTag = textAt(message, 5).text;
      return true;
    case "D":
      answers.rows.push(rowValues(message));
      return true;
    default:
      if (answers.unasked === type) {
        answers.unasked = "";
        return false;
      }
      answers.parsed += type === "1" ? 1 : 0;
      return true;
  }
}

async function execute(backend: Backend, bytes: Uint8Array, { answers, session }: { answers: Answers; session?: Session }): Promise<void> {
  const client = session?.client;
  const scanner = createReplyScanner({
    inspect: client === undefined ? lookedAtByHouse : lookedAt,
    keep(type, message) {
      const isKept = read(answers, type, message);
      const why = type === "E" && answers.failure?.get("C") === readOnlyCode ? backend.whyReadOnly() : undefined;
      return why === undefined ? isKept : errorResponse(why);
    },
    pass: (reply) => client?.send(reply),
  });
  backend.onTurn("start", session?.id ?? 0);
  try {
    await backend.engine.execute(bytes, (reply) => scanner.push(reply));
  } catch (error) {
    return breakDown(backend, error instanceof Error ? error.message : String(error));
  } finally {
    client?.flush();
    backend.onTurn("end", session?.id ?? 0);
  }
  const severity = answers.failure?.get("V");
  if (severity === "FATAL" || severity === "PANIC") breakDown(backend, answers.failure?.get("M") ?? severity);
}

function noAnswers(unasked = ""): Answers {
  return { isReady: false, status: "I", failure: undefined, lastTag: "", parsed: 0, unasked, notifications: [], rows: [] };
}

/** Sends the notifications to every session that listens to their channel. */
function route(backend: Backend, notifications: Buffer[]): void {
  for (const notification of notifications) {
    const channel = notificationChannel(notification);
    for (const session of backend.sessions) {
      if (!session.channels.has(channel)) continue;
      session.client.send(notification);
      session.client.flush();
    }
  }
}

/** LISTEN and UNLISTEN take effect when their transaction commits. */
function settleListens(backend: Backend, session: Session, answers: Answers): void {
  if (answers.status !== "I") return;
  const isCommitted = answers.failure === undefined && answers.lastTag !== "ROLLBACK";
  for (const { channel, isOn } of isCommitted ? session.pendingListens : []) {
    if (isOn) {
      session.channels.add(channel);
      backend.heardChannels.add(channel);
    } else if (channel === "*") session.channels.clear();
    else session.channels.delete(channel);
  }
  session.pendingListens = [];
}

/** A simple query and a Close empty the unnamed slot, a Parse fills it; after an error nobody can be sure what it holds. */
function settleUnnamed(backend: Backend, session: Session, { unit, parsed }: { unit: Unit; parsed: number }): void {
  const isEmptied = unit.endsWith === "Q" || unit.closesUnnamed;
  const last = unit.parses.slice(0, parsed).findLast((parse) => parse !== undefined);
  if (isEmptied || last !== undefined) {
    session.unnamed = last;
    backend.unnamedOwner = session;
  }
  const missed = unit.parses.slice(parsed);
  if (missed.some((parse) => parse !== undefined)) backend.unnamedOwner = undefined;
  if (missed[0] !== undefined) session.unnamed = undefined;
}

/** Runs a session's unit and settles everything that it changed. Only the session whose turn it is may call. */
export async function runUnit(backend: Backend, session: Session, unit: Unit): Promise<void> {
  const isForeign = unit.needsUnnamed && backend.unnamedOwner !== session;
  const restore = isForeign ? [session.unnamed ?? closeStatement("")] : [];
  const answers = noAnswers(isForeign ? (session.unnamed === undefined ? "3" : "1") : "");
  if (isForeign) backend.unnamedOwner = session;
  const pieces = [...restore, ...unit.messages];
  session.pendingListens.push(...unit.listens);
  const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
  await execute(backend, bytes, { answers, session });
  if (backend.isBroken) return;
  session.isMidCycle = unit.endsWith === "H";
  if (!session.isMidCycle && !answers.isReady) return breakDown(backend, "The engine ended a statement without an answer.");
  if (answers.isReady) session.status = answers.status;
  settleUnnamed(backend, session, { unit, parsed: answers.parsed });
  if (answers.isReady) settleListens(backend, session, answers);
  route(backend, answers.notifications);
}

/** Runs wire messages of the house itself. */
async function runQuietly(backend: Backend, bytes: Uint8Array): Promise<Answers> {
  const answers = noAnswers();
  await execute(backend, bytes, { answers });
  if (!backend.isBroken) route(backend, answers.notifications);
  return answers;
}

/** Runs SQL of the house itself; only in a turn of its own. */
export async function runSql(backend: Backend, sql: string): Promise<(string | null)[][]> {
  const { failure, rows } = await runQuietly(backend, query(sql));
  backend.unnamedOwner = undefined;
  if (failure !== undefined) throw new Error(`${failure.get("C") ?? "XX000"}: ${failure.get("M") ?? "the database refused"}`);
  if (backend.isBroken) throw new Error("The embedded database broke down.");
  return rows;
}

/** Leaves nothing of a session that is gone: its transaction, its statements, and channels that nobody else hears. */
export async function cleanUp(backend: Backend, session: Session): Promise<void> {
  if (session.isMidCycle) await runQuietly(backend, sync());
  if (session.isMidCycle || session.status !== "I") await runQuietly(backend, query("ROLLBACK"));
  const names = [...session.statements.values()];
  if (names.length > 0) await runQuietly(backend, Buffer.concat([...names.map(closeStatement), sync()]));
  const heard = new Set([...backend.sessions].flatMap((other) => [...other.channels]));
  for (const channel of backend.heardChannels) {
    if (heard.has(channel)) continue;
    await runQuietly(backend, query(`UNLISTEN "${channel.replaceAll('"', '""')}"`));
    backend.heardChannels.delete(channel);
  }
  if (backend.unnamedOwner === session) backend.unnamedOwner = undefined;
}
