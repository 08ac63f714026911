import type { MessagePort } from "node:worker_threads";
import { flowSlots } from "../link.ts";
import type { Client } from "./session.ts";

const chunkBytes = 64 * 1024;
/** A result may be this far ahead of its reader before the database waits. */
const windowBytes = 1024 * 1024;

export interface PortClientOptions {
  port: MessagePort;
  flow: SharedArrayBuffer;
  /** How long the database waits for a reader before it drops the connection; others are waiting. */
  stalledMs: number;
  onStalled(): void;
}

/**
 * The worker's end of a connection: sends replies in pieces of 64 KiB and waits when the reader is 1 MiB behind. The wait
 * blocks the database, which produces results in one go; the reader lives in this process, so it is short.
 */
export function createPortClient({ port, flow, stalledMs, onStalled }: PortClientOptions): Client {
  const counters = new Int32Array(flow);
  let buffer = new Uint8Array(0);
  let filled = 0;
  let bytesSent = 0;
  let isGone = false;

  function waitForReader(): void {
    for (;;) {
      const bytesRead = Atomics.load(counters, flowSlots.bytesRead);
      if (((bytesSent - bytesRead) | 0) <= windowBytes || isGone) return;
      if (Atomics.load(counters, flowSlots.isClosed) !== 0) isGone = true;
      else if (Atomics.wait(counters, flowSlots.bytesRead, bytesRead, stalledMs) === "timed-out") {
        isGone = true;
        onStalled();
      }
    }
  }

  function post(): void {
    if (filled === 0 || isGone) return;
    const piece = buffer.subarray(0, filled);
    port.postMessage(piece, [piece.buffer]);
    bytesSent = (bytesSent + filled) | 0;
    buffer = new Uint8Array(0);
    filled = 0;
    waitForReader();
  }

  return {
    send(bytes) {
      for (let at = 0; at < bytes.length && !isGone;) {
        if (buffer.length === 0) buffer = new Uint8Array(Math.min(chunkBytes, Math.max(1024, bytes.length - at)));
        const there = Math.min(buffer.length - filled, bytes.length - at);
        buffer.set(bytes.subarray(at, at + there), filled);
        filled += there;
        at += there;
        if (filled === chunkBytes) post();
        else if (filled === buffer.length) buffer = grown(buffer);
      }
    },
    flush: post,
    end() {
      post();
      port.postMessage(null);
      isGone = true;
    },
  };
}

function grown(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(chunkBytes, buffer.length * 4));
  larger.set(buffer);
  return larger;
}
