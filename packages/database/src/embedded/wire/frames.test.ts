import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFrameReader, requestCodes, startupCode, startupParameters, WireError } from "./frames.ts";
import { query, sync } from "./messages.ts";

function startup(parameters: string): Buffer {
  const body = Buffer.from(`${parameters}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(3 << 16, 4);
  return Buffer.concat([head, body]);
}

function request(code: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32BE(8, 0);
  bytes.writeInt32BE(code, 4);
  return bytes;
}

describe("the messages of a client", () => {
  test("a session starts with packets without a letter and goes on with typed ones", () => {
    const frames = createFrameReader(1000).push(
      Buffer.concat([request(requestCodes.ssl), startup("user\0me\0application_name\0app\0"), query("select 1"), sync()]),
    );
    expect(frames.map(({ type }) => type)).toEqual(["", "", "Q", "S"]);
    expect(frames[0] && startupCode(frames[0])).toBe(requestCodes.ssl);
    expect(frames[1] && startupParameters(frames[1])).toEqual(
      new Map([
        ["user", "me"],
        ["application_name", "app"],
      ]),
    );
  });

  test("however the bytes are cut, the same messages come out", () => {
    const texts = fc.array(fc.string(), { maxLength: 6 });
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(texts, cuts, (sqls, sizes) => {
        const sent = [startup("user\0me\0"), ...sqls.map(query)];
        const bytes = Buffer.concat(sent);
        const reader = createFrameReader(100_000);
        const read: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          read.push(...reader.push(bytes.subarray(at, at + size)).map((frame) => frame.bytes));
          at += size;
        }
        expect(read).toEqual(sent);
      }),
    );
  });

  test("a message over the limit is refused before it has arrived", () => {
    const reader = createFrameReader(1000);
    reader.push(startup("user\0me\0"));
    expect(() => reader.push(query("x".repeat(2000)).subarray(0, 5))).toThrow(WireError);
  });

  test("a message that says it is shorter than its own head is refused", () => {
    const reader = createFrameReader(1000);
    expect(() => reader.push(Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]))).toThrow(/2 bytes long/);
  });
});
