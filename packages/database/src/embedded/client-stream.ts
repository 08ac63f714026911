import { Duplex } from "node:stream";
import type { MessagePort } from "node:worker_threads";
import { flowSlots } from "./link.ts";
import { errorResponse, type WireFailure } from "./wire/messages.ts";

export interface ClientStream {
  /** What `pg` takes for a socket. */
  readonly duplex: Duplex;
  /** Tells the client why, and ends its connection. */
  fail(failure: WireFailure): void;
}

/** How far the reader has come; the worker waits for it with a large result. */
interface Reader {
  /** Bytes that were taken from the port and not read yet. */
  bytesUnread: number;
  hasEnded: boolean;
  confirm(bytes: number): void;
  close(): void;
}

function createReader(flow: SharedArrayBuffer): Reader {
  const counters = new Int32Array(flow);
  const confirm = (bytes: number): void => {
    Atomics.add(counters, flowSlots.bytesRead, bytes);
    Atomics.notify(counters, flowSlots.bytesRead);
  };
  return {
    bytesUnread: 0,
    hasEnded: false,
    confirm,
    close() {
      Atomics.store(counters, flowSlots.isClosed, 1);
      // The count must move, or a worker that is about to wait would not see it.
      confirm(1);
    },
  };
}

function createDuplex(port: MessagePort, reader: Reader): Duplex {
  return new Duplex({
    allowHalfOpen: false,
    read() {
      const bytes = reader.bytesUnread;
      reader.bytesUnread = 0;
      if (bytes > 0) reader.confirm(bytes);
    },
    write(chunk: Buffer, _encoding, done) {
      send(port, [chunk]);
      done();
    },
    writev(chunks, done) {
      send(
        port,
        chunks.map(({ chunk }) => chunk as Buffer),
      );
      done();
    },
    final(done) {
      // The client has said goodbye: whatever still comes is not for it.
      endReading(this, reader);
      done();
    },
    destroy(error, done) {
      reader.close();
      port.close();
      done(error);
    },
  });
}

function endReading(duplex: Duplex, reader: Reader): void {
  if (reader.hasEnded) return;
  reader.hasEnded = true;
  duplex.push(null);
}

/**
 * The main thread's end of a connection to the embedded database: a stream with the parts of a socket that `pg` uses.
 */
export function createClientStream(port: MessagePort, flow: SharedArrayBuffer): ClientStream {
  const reader = createReader(flow);
  const duplex = createDuplex(port, reader);
  port.on("message", (piece: Uint8Array | null) => {
    if (reader.hasEnded) return;
    if (piece === null) return endReading(duplex, reader);
    if (duplex.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))) reader.confirm(piece.byteLength);
    else reader.bytesUnread += piece.byteLength;
  });
  port.on("close", () => endReading(duplex, reader));
  Object.assign(duplex, {
    connect: () => void setImmediate(() => duplex.destroyed || duplex.emit("connect")),
    setNoDelay: () => duplex,
    setKeepAlive: () => duplex,
    ref: () => port.ref(),
    unref: () => port.unref(),
  });
  return {
    duplex,
    fail(failure) {
      if (reader.hasEnded || duplex.destroyed) return;
      duplex.push(errorResponse(failure));
      endReading(duplex, reader);
    },
  };
}

/** A corked query is five messages: they go as one. The copy is handed over, because its source may be reused. */
function send(port: MessagePort, chunks: Buffer[]): void {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  port.postMessage(bytes, [bytes.buffer]);
}
