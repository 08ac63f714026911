/** Builds and reads single messages of the PostgreSQL frontend/backend protocol 3.0. */

export type TransactionStatus = "I" | "T" | "E";

function message(type: string, ...parts: (Buffer | string)[]): Buffer {
  const body = parts.map((part) => (typeof part === "string" ? Buffer.from(`${part}\0`) : part));
  const size = body.reduce((sum, part) => sum + part.length, 4);
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(size, 1);
  return Buffer.concat([head, ...body], size + 1);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export interface WireFailure {
  severity: "ERROR" | "FATAL";
  /** SQLSTATE, five letters. */
  code: string;
  sentence: string;
}

export function errorResponse({ severity, code, sentence }: WireFailure): Buffer {
  return message("E", `S${severity}`, `V${severity}`, `C${code}`, `M${sentence}`, Buffer.from([0]));
}

export const authenticationOk = (): Buffer => message("R", int32(0));
export const parameterStatus = (name: string, value: string): Buffer => message("S", name, value);
export const backendKey = (id: number): Buffer => message("K", int32(id), int32(0));
export const readyForQuery = (status: TransactionStatus): Buffer => message("Z", Buffer.from(status, "latin1"));
export const notSupported = (): Buffer => Buffer.from("N", "latin1");

export const query = (sql: string): Buffer => message("Q", sql);
export const sync = (): Buffer => message("S");
export const closeStatement = (name: string): Buffer => message("C", Buffer.from("S", "latin1"), name);

/** The bytes between `from` and the next zero, as text. */
export function textAt(bytes: Buffer, from: number): { text: string; end: number } {
  const zero = bytes.indexOf(0, from);
  const end = zero === -1 ? bytes.length : zero;
  return { text: bytes.toString("utf8", from, end), end };
}

/** A Parse message with another statement name and, when given, other SQL. */
export function parseWith(bytes: Buffer, name: string, sql?: string): Buffer {
  const sqlFrom = textAt(bytes, 5).end + 1;
  if (sql === undefined) return message("P", name, bytes.subarray(sqlFrom));
  return message("P", name, sql, bytes.subarray(bytes.indexOf(0, sqlFrom) + 1));
}

/** A Bind message with another statement name. */
export function bindWith(bytes: Buffer, name: string): Buffer {
  const portalEnd = textAt(bytes, 5).end + 1;
  const nameEnd = bytes.indexOf(0, portalEnd) + 1;
  return message("B", bytes.subarray(5, portalEnd), name, bytes.subarray(nameEnd));
}

/** A Describe or Close message about a statement of another name. */
export function aboutStatement(bytes: Buffer, name: string): Buffer {
  return message(String.fromCharCode(bytes[0] ?? 0), bytes.subarray(5, 6), name);
}

/** The fields of an ErrorResponse or NoticeResponse by their letter: S, V, C, M and so on. */
export function failureFields(bytes: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (let at = 5; at < bytes.length && bytes[at] !== 0;) {
    const { text, end } = textAt(bytes, at + 1);
    fields.set(String.fromCharCode(bytes[at] ?? 0), text);
    at = end + 1;
  }
  return fields;
}

/** The values of a DataRow in text format. */
export function rowValues(bytes: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 7;
  for (let left = bytes.readInt16BE(5); left > 0; left -= 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : bytes.toString("utf8", at, at + length));
    at += Math.max(length, 0);
  }
  return values;
}

/** The channel of a NotificationResponse. */
export const notificationChannel = (bytes: Buffer): string => textAt(bytes, 9).text;
