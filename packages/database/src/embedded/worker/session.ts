import type { Frame, FrameReader } from "../wire/frames.ts";
import { createFrameReader } from "../wire/frames.ts";
import type { TransactionStatus } from "../wire/messages.ts";
import { aboutStatement, bindWith, parseWith, query, textAt } from "../wire/messages.ts";
import type { ListenChange } from "../wire/statements.ts";
import { reviewSql } from "../wire/statements.ts";

/** Where a session's replies go. */
export interface Client {
  /** Takes a copy of the bytes. */
  send(bytes: Uint8Array): void;
  flush(): void;
  end(): void;
}

/** What the database runs in one go: a simple query, or the extended messages up to a Sync or Flush. */
export interface Unit {
  messages: Buffer[];
  /** The letter of its last message: Q, F, S, or H for a Flush, after which the cycle goes on. */
  endsWith: string;
  /** It binds or describes the unnamed statement before parsing one of its own. */
  needsUnnamed: boolean;
  /** It closes the unnamed statement. */
  closesUnnamed: boolean;
  /** Its Parse messages in order; named ones are undefined. */
  parses: (Buffer | undefined)[];
  listens: ListenChange[];
}

export interface Session {
  readonly id: number;
  readonly client: Client;
  readonly reader: FrameReader;
  phase: "startup" | "open" | "closed";
  status: TransactionStatus;
  /** A Flush left a cycle open: the turn is kept until its Sync. */
  isMidCycle: boolean;
  inbox: Frame[];
  /** The unit being collected. */
  draft: Unit;
  /** The unit that waits for its turn. */
  next: Unit | undefined;
  /** The names its statements have in the shared session. */
  readonly statements: Map<string, string>;
  /** Its last unnamed Parse, sent again when another session has used the slot. */
  unnamed: Buffer | undefined;
  readonly channels: Set<string>;
  /** Changes that take effect when the transaction commits. */
  pendingListens: ListenChange[];
  cancelIdleTimer: (() => void) | undefined;
}

export function createSession(id: number, client: Client, maxMessageBytes: number): Session {
  return {
    id,
    client,
    reader: createFrameReader(maxMessageBytes),
    phase: "startup",
    status: "I",
    isMidCycle: false,
    inbox: [],
    draft: emptyUnit(),
    next: undefined,
    statements: new Map(),
    unnamed: undefined,
    channels: new Set(),
    pendingListens: [],
    cancelIdleTimer: undefined,
  };
}

function emptyUnit(): Unit {
  return { messages: [], endsWith: "", needsUnnamed: false, closesUnnamed: false, parses: [], listens: [] };
}

/**
 * The name of a session's statement in the shared session. Short, because PostgreSQL cuts names at 63 bytes; kept when the
 * client closes the statement, because an error earlier in the cycle may have left it open.
 */
function sharedName(session: Session, name: string): string {
  if (name === "") return "";
  const known = session.statements.get(name);
  if (known !== undefined) return known;
  const fresh = `c${session.id}_${session.statements.size + 1}`;
  session.statements.set(name, fresh);
  return fresh;
}

function addParse(session: Session, bytes: Buffer): void {
  const { draft } = session;
  const { text: name, end } = textAt(bytes, 5);
  const reviewed = reviewSql(textAt(bytes, end + 1).text);
  draft.listens.push(...reviewed.listens);
  const isAsSent = name === "" && reviewed.replacement === undefined;
  const message = isAsSent ? bytes : parseWith(bytes, sharedName(session, name), reviewed.replacement);
  draft.messages.push(message);
  draft.parses.push(name === "" ? message : undefined);
}

function addUse(session: Session, frame: Frame): void {
  const { draft } = session;
  const { bytes } = frame;
  const isAboutStatement = frame.type === "B" || bytes[5] === 0x53;
  const name = frame.type === "B" ? textAt(bytes, textAt(bytes, 5).end + 1).text : textAt(bytes, 6).text;
  if (!isAboutStatement || name === "") {
    if (isAboutStatement && frame.type === "C") draft.closesUnnamed = true;
    else if (isAboutStatement) draft.needsUnnamed ||= !draft.parses.some((parse) => parse !== undefined);
    draft.messages.push(bytes);
  } else draft.messages.push(frame.type === "B" ? bindWith(bytes, sharedName(session, name)) : aboutStatement(bytes, sharedName(session, name)));
}

function addQuery(session: Session, bytes: Buffer): void {
  const reviewed = reviewSql(textAt(bytes, 5).text);
  session.draft.listens.push(...reviewed.listens);
  session.draft.messages.push(reviewed.replacement === undefined ? bytes : query(reviewed.replacement));
}

/**
 * Collects one message of an open session. Answers "ready" when a unit is complete, "more" when not, "end" when the client
 * said goodbye, "unknown" when there is no such message.
 */
export function collect(session: Session, frame: Frame): "more" | "ready" | "end" | "unknown" {
  switch (frame.type) {
    case "Q":
      addQuery(session, frame.bytes);
      return finishUnit(session, "Q");
    case "P":
      addParse(session, frame.bytes);
      return "more";
    case "B":
    case "D":
    case "C":
      addUse(session, frame);
      return "more";
    case "E":
      session.draft.messages.push(frame.bytes);
      return "more";
    case "F":
    case "S":
    case "H":
      session.draft.messages.push(frame.bytes);
      return finishUnit(session, frame.type);
    case "d":
    case "c":
    case "f":
    case "p":
      return "more";
    case "X":
      return "end";
    default:
      return "unknown";
  }
}

function finishUnit(session: Session, endsWith: string): "ready" {
  session.next = { ...session.draft, endsWith };
  session.draft = emptyUnit();
  return "ready";
}
