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

/**
 * The main thread's end of a connection to the embedded database. Tells the worker how far its reader has come, so that a
 * large result waits for a slow reader.
 */
export function createClientStream(port: MessagePort, flow: SharedArrayBuffer): ClientStream {
  const counters = new Int32Array(flow);
  let bytesUnread = 0;
  let hasEnded = false;

  function confirm(bytes: number): void {
    Atomics.add(counters, flowSlots.bytesRead, bytes);
    Atomics.notify(counters, flowSlots.bytesRead);
  }

  function end(): void {
    if (hasEnded) return;
    hasEnded = true;
    duplex.push(null);
  }

  const duplex = new Duplex({
    allowHalfOpen: false,
    read() {
      const bytes = bytesUnread;
      bytesUnread = 0;
      if (bytes > 0) confirm(bytes);
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
      end();
      done();
    },
    destroy(error, done) {
      Atomics.store(counters, flowSlots.isClosed, 1);
      confirm(1);
      port.close();
      done(error);
    },
  });

  port.on("message", (piece: Uint8Array | null) => {
    if (hasEnded) return;
    if (piece === null) return end();
    if (duplex.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))) confirm(piece.byteLength);
    else bytesUnread += piece.byteLength;
  });
  port.on("close", end);

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
      if (hasEnded || duplex.destroyed) return;
      duplex.push(errorResponse(failure));
      end();
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
