import type { Duplex } from "node:stream";

/** A client that says exactly what it is told, to see what a driver hides. */
export interface RawClient {
  send(...messages: Buffer[]): void;
  /** The answers up to and with the next one of that letter, as letter and text. */
  until(letter: string): Promise<string[]>;
}

export function message(letter: string, body: string | Buffer = ""): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${letter}0000`), Buffer.from(body)]);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

export const parse = (name: string, sql: string): Buffer => message("P", `${name}\0${sql}\0\0\0`);
export const bind = (name: string): Buffer => message("B", `\0${name}\0\0\0\0\0\0\0`);
export const execute = (rows = 0): Buffer => message("E", Buffer.from([0, 0, 0, 0, rows]));
export const flush = (): Buffer => message("H");
export const sync = (): Buffer => message("S");
export const done = (tag: string): Buffer => message("C", `${tag}\0`);
export const query = (sql: string): Buffer => message("Q", `${sql}\0`);

/** The first message of a session. */
export const startup = Buffer.concat([Buffer.from([0, 0, 0, 17, 0, 3, 0, 0]), Buffer.from("user\0me\0\0")]);

/** Splits wire messages and writes each as its letter and the texts in it. */
export function told(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32BE(at + 1) + 1) {
    const body = bytes.toString("latin1", at + 5, at + bytes.readInt32BE(at + 1) + 1).split("\0");
    const texts = body.map((part) => part.replace(/^[^\x20-\x7e]+/, "")).filter((part) => part !== "");
    lines.push([String.fromCharCode(bytes[at] ?? 0), ...texts].join(" "));
  }
  return lines;
}

/** Starts a session on a fresh stream and waits until it is ready. */
export async function openRawClient(stream: Duplex): Promise<RawClient> {
  let bytes: Buffer = Buffer.alloc(0);
  let wake: () => void = () => undefined;
  stream.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    wake();
  });

  function takeThrough(letter: string): string[] | undefined {
    for (let at = 0; bytes.length - at >= 5;) {
      const end = at + bytes.readInt32BE(at + 1) + 1;
      if (end > bytes.length) return undefined;
      if (String.fromCharCode(bytes[at] ?? 0) === letter) {
        const taken = told(bytes.subarray(0, end));
        bytes = bytes.subarray(end);
        return taken;
      }
      at = end;
    }
    return undefined;
  }

  const client: RawClient = {
    send: (...messages) => void stream.write(Buffer.concat(messages)),
    async until(letter) {
      for (;;) {
        const taken = takeThrough(letter);
        if (taken !== undefined) return taken;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
  client.send(startup);
  await client.until("Z");
  return client;
}
