/** What a statement changes about the channels its session hears; `channel: "*"` is all of them. */
export interface ListenChange {
  channel: string;
  isOn: boolean;
}

export interface ReviewedSql {
  /** The SQL to run in its place; undefined when it may run as it is. */
  replacement?: string;
  listens: ListenChange[];
}

interface Span {
  from: number;
  to: number;
}

const untouched: ReviewedSql = { listens: [] };
const guardedWords = new Set(["copy", "create", "deallocate", "discard", "execute", "listen", "prepare", "reset", "set", "unlisten"]);
const maxIdentifierBytes = 63;

/** `SET` of these reaches every session and harms none: the timeouts never fire in this engine. */
const harmlessSettings =
  /^set\s+(session\s+)?(application_name|statement_timeout|lock_timeout|idle_session_timeout|idle_in_transaction_session_timeout)\b/i;
const localSettings = /^set\s+(local|transaction|constraints)\b/i;

/** Answers like any UNLISTEN and changes nothing, for nobody listens to a channel of this name. */
const unlistenNothing = `UNLISTEN " "`;

/** Runs in place of a statement that cannot be had here: fails like any statement and leaves the session usable. */
function refusal(sentence: string): string {
  return `DO $refused$BEGIN RAISE EXCEPTION USING ERRCODE = '0A000', MESSAGE = '${sentence.replaceAll("'", "''")}'; END$refused$`;
}

const refusals = {
  copy: refusal("COPY reads and writes only TO STDOUT in the embedded database; insert the rows instead."),
  prepare: refusal(
    "The embedded database is one session shared by all connections: name a statement when sending it instead of PREPARE, EXECUTE and DEALLOCATE.",
  ),
  discard: refusal("The embedded database is one session shared by all connections: DISCARD would take away what others use."),
  set: refusal("The embedded database is one session shared by all connections: use SET LOCAL inside a transaction."),
  temporary: refusal("The embedded database is one session shared by all connections: a temporary table must be ON COMMIT DROP."),
};

/** Where the text that starts at `at` (a quote, a comment, a dollar quote) ends, or `at` when nothing special starts there. */
function skipFrom(sql: string, at: number): number {
  const two = sql.slice(at, at + 2);
  if (two === "--") return endOr(sql, sql.indexOf("\n", at));
  if (two === "/*") return skipComment(sql, at);
  const first = sql[at];
  if (first === "'" || first === '"') return skipQuoted(sql, at, first === "'" && /(^|[^a-z0-9_$])e$/i.test(sql.slice(Math.max(0, at - 2), at)));
  if (first === "$" && !/[a-z0-9_$]/i.test(sql[at - 1] ?? "")) {
    const tag = /^\$([a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*)?\$/i.exec(sql.slice(at, at + 70))?.[0];
    if (tag !== undefined) return endOr(sql, sql.indexOf(tag, at + tag.length), tag.length);
  }
  return at;
}

function endOr(sql: string, found: number, length = 1): number {
  return found === -1 ? sql.length : found + length;
}

function skipComment(sql: string, at: number): number {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return sql.length;
}

function skipQuoted(sql: string, at: number, hasEscapes: boolean): number {
  const quote = sql[at];
  for (let index = at + 1; index < sql.length; index += 1) {
    if (hasEscapes && sql[index] === "\\") index += 1;
    else if (sql[index] === quote) {
      if (sql[index + 1] !== quote) return index + 1;
      index += 1;
    }
  }
  return sql.length;
}

/** The statements of a text, without the semicolons between them. Quotes, comments and dollar quotes are respected. */
export function splitStatements(sql: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let at = 0; at < sql.length;) {
    const next = skipFrom(sql, at);
    if (next > at) at = next;
    else {
      if (sql[at] === ";") {
        spans.push({ from, to: at });
        from = at + 1;
      }
      at += 1;
    }
  }
  spans.push({ from, to: sql.length });
  return spans;
}

/** Skips blanks and comments before a statement's first word. */
function firstWordAt(sql: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < sql.length && /\s/.test(sql[at] ?? "")) at += 1;
    const two = sql.slice(at, at + 2);
    if (two !== "--" && two !== "/*") return at;
    at = skipFrom(sql, at);
  }
}

function firstWord(sql: string, at: number): string {
  return (/^[a-z]+/i.exec(sql.slice(at, at + 12))?.[0] ?? "").toLowerCase();
}

function channelOf(statement: string): string {
  const name = /^\w+\s*("(?:[^"]|"")*"|[^\s;]+)/.exec(statement)?.[1] ?? "";
  const plain = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
  return Buffer.from(plain).subarray(0, maxIdentifierBytes).toString();
}

function isCopyToClient(statement: string): boolean {
  let at = 0;
  let bare = "";
  while (at < statement.length) {
    const next = skipFrom(statement, at);
    bare += next > at ? " " : (statement[at] ?? "");
    at = next > at ? next : at + 1;
  }
  return /\bto\s+stdout\b/i.test(bare) && !/\bfrom\s+(stdin|program)\b/i.test(bare);
}

function replacementOf(word: string, statement: string): string | undefined {
  switch (word) {
    case "copy":
      return isCopyToClient(statement) ? undefined : refusals.copy;
    case "prepare":
      return /^prepare\s+transaction\b/i.test(statement) ? undefined : refusals.prepare;
    case "execute":
    case "deallocate":
      return refusals.prepare;
    case "discard":
      return refusals.discard;
    case "reset":
      return refusals.set;
    case "set":
      return localSettings.test(statement) || harmlessSettings.test(statement) ? undefined : refusals.set;
    case "create":
      return /^create\s+((global|local)\s+)?temp(orary)?\b/i.test(statement) && !/\bon\s+commit\s+drop\b/i.test(statement)
        ? refusals.temporary
        : undefined;
    case "unlisten":
      return unlistenNothing;
    default:
      return undefined;
  }
}

function reviewStatement(sql: string, span: Span): ReviewedSql {
  const at = firstWordAt(sql, span.from);
  const word = firstWord(sql, at);
  if (!guardedWords.has(word)) return untouched;
  const statement = sql.slice(at, span.to).trim();
  const replacement = replacementOf(word, statement);
  const listens = word === "listen" || word === "unlisten" ? [{ channel: channelOf(statement), isOn: word === "listen" }] : [];
  return replacement === undefined ? { listens } : { replacement, listens };
}

/**
 * Reads SQL for what may not reach a session that all connections share: COPY from the client (it would block everybody),
 * session settings, SQL-level prepared statements, temporary tables. UNLISTEN is swallowed, because another connection may
 * listen to the same channel; the caller keeps the books with `listens`.
 */
export function reviewSql(sql: string): ReviewedSql {
  const semicolon = sql.indexOf(";");
  if (semicolon === -1) return reviewStatement(sql, { from: 0, to: sql.length });
  const listens: ListenChange[] = [];
  let replacement = "";
  let copiedTo = 0;
  for (const span of splitStatements(sql)) {
    const reviewed = reviewStatement(sql, span);
    listens.push(...reviewed.listens);
    if (reviewed.replacement === undefined) continue;
    replacement += `${sql.slice(copiedTo, span.from)} ${reviewed.replacement}`;
    copiedTo = span.to;
  }
  return copiedTo === 0 ? { listens } : { replacement: replacement + sql.slice(copiedTo), listens };
}
