import { MessageChannel, receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { flowSlots } from "../link.ts";
import type { Client } from "./session.ts";
import { createPortClient } from "./port-client.ts";

let ports: MessagePort[] = [];

afterEach(() => {
  for (const port of ports) port.close();
  ports = [];
});

interface Ends {
  client: Client;
  counters: Int32Array;
  /** What has arrived at the reader's end. */
  received(): (Uint8Array | null)[];
  stalls(): number;
}

function ends(): Ends {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const flow = new SharedArrayBuffer(flowSlots.count * 4);
  let stalls = 0;
  return {
    client: createPortClient({ port: port1, flow, stalledMs: 20, onStalled: () => (stalls += 1) }),
    counters: new Int32Array(flow),
    received() {
      const pieces: (Uint8Array | null)[] = [];
      for (let next = receiveMessageOnPort(port2); next !== undefined; next = receiveMessageOnPort(port2))
        pieces.push(next.message as Uint8Array | null);
      return pieces;
    },
    stalls: () => stalls,
  };
}

const sizes = (pieces: (Uint8Array | null)[]): number[] => pieces.map((piece) => piece?.length ?? -1);

test("small replies are gathered and go as one piece when they are flushed", () => {
  const { client, received } = ends();
  client.send(Buffer.from("ab"));
  client.send(Buffer.from("cd"));
  expect(received()).toEqual([]);
  client.flush();
  expect(received().map((piece) => Buffer.from(piece ?? []).toString())).toEqual(["abcd"]);
});

test("a large reply goes in pieces of 64 KiB, unchanged", () => {
  const { client, received } = ends();
  const bytes = Buffer.from(Array.from({ length: 150_000 }, (_, index) => index % 251));
  client.send(bytes.subarray(0, 1000));
  client.send(bytes.subarray(1000));
  client.flush();
  const pieces = received();
  expect(sizes(pieces)).toEqual([65_536, 65_536, 18_928]);
  expect(Buffer.concat(pieces.map((piece) => piece ?? Buffer.alloc(0)))).toEqual(bytes);
});

test("a reader that is 1 MiB behind and does not move is dropped, and nothing more is sent to it", () => {
  const { client, received, stalls } = ends();
  client.send(Buffer.alloc(3 * 1024 * 1024));
  client.flush();
  expect(stalls()).toBe(1);
  const sent = sizes(received()).reduce((sum, size) => sum + size, 0);
  expect(sent).toBe(1024 * 1024 + 65_536);
});

test("a reader that has gone does not hold anybody up", () => {
  const { client, counters, stalls } = ends();
  Atomics.store(counters, flowSlots.isClosed, 1);
  client.send(Buffer.alloc(3 * 1024 * 1024));
  client.flush();
  expect(stalls()).toBe(0);
});

test("a reader that keeps up gets everything", () => {
  const { client, counters, received, stalls } = ends();
  for (let round = 0; round < 30; round += 1) {
    client.send(Buffer.alloc(100_000));
    client.flush();
    Atomics.add(counters, flowSlots.bytesRead, 100_000);
  }
  expect(sizes(received()).reduce((sum, size) => sum + size, 0)).toBe(3_000_000);
  expect(stalls()).toBe(0);
});

test("the end is told after what was sent before", () => {
  const { client, received } = ends();
  client.send(Buffer.from("last"));
  client.end();
  client.send(Buffer.from("never"));
  client.flush();
  expect(sizes(received())).toEqual([4, -1]);
});
