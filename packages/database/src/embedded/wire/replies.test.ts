import fc from "fast-check";
import { expect, test } from "vitest";
import { errorResponse, parameterStatus, readyForQuery } from "./messages.ts";
import { createReplyScanner, letters } from "./replies.ts";

function row(size: number): Buffer {
  const bytes = Buffer.alloc(size + 5, 1);
  bytes.write("D", 0, "latin1");
  bytes.writeInt32BE(size + 4, 1);
  return bytes;
}

/** Scans in pieces of the given sizes, reusing the memory of each piece as the database does. */
function scan(bytes: Buffer, sizes: number[], dropped: string): { passed: Buffer; seen: string[] } {
  const seen: string[] = [];
  const passed: Buffer[] = [];
  const scanner = createReplyScanner({
    inspect: letters("ZES"),
    keep(type, message) {
      seen.push(`${type}${message.length}`);
      return !dropped.includes(type);
    },
    pass: (piece) => passed.push(Buffer.from(piece)),
  });
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const piece = Buffer.from(bytes.subarray(at, at + size));
    scanner.push(piece);
    piece.fill(0);
    at += size;
  }
  return { passed: Buffer.concat(passed), seen };
}

const failure = errorResponse({ severity: "ERROR", code: "22012", sentence: "division by zero" });
const samples = [row(0), row(3), row(700), failure, readyForQuery("T"), parameterStatus("TimeZone", "UTC")];

test("however the replies are cut, all that is kept passes in order and all that is looked at is seen whole", () => {
  const replies = fc.array(fc.constantFrom(...samples), { maxLength: 12 });
  const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(replies, sizes, fc.constantFrom("", "S", "ZS", "E"), (sent, cut, dropped) => {
      const { passed, seen } = scan(Buffer.concat(sent), cut, dropped);
      const letterOf = (message: Buffer): string => String.fromCharCode(message[0] ?? 0);
      expect(passed).toEqual(Buffer.concat(sent.filter((message) => !dropped.includes(letterOf(message)))));
      expect(seen).toEqual(sent.filter((message) => letterOf(message) !== "D").map((message) => `${letterOf(message)}${message.length}`));
    }),
  );
});

test("what takes a message's place comes after all that was sent before it", () => {
  const passed: Buffer[] = [];
  const scanner = createReplyScanner({
    inspect: letters("E"),
    keep: () => Buffer.from("instead"),
    pass: (piece) => passed.push(Buffer.from(piece)),
  });
  scanner.push(Buffer.concat([row(3), failure, readyForQuery("I")]));
  expect(Buffer.concat(passed)).toEqual(Buffer.concat([row(3), Buffer.from("instead"), readyForQuery("I")]));
});

test("rows pass in one piece without being copied", () => {
  const bytes = Buffer.concat([row(100), row(200), readyForQuery("I")]);
  const pieces: Uint8Array[] = [];
  createReplyScanner({ inspect: letters("Z"), keep: () => true, pass: (piece) => pieces.push(piece) }).push(bytes);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]?.buffer).toBe(bytes.buffer);
});
