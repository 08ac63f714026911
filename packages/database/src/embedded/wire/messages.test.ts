import { describe, expect, test } from "vitest";
import * as messages from "./messages.ts";

/** A Parse message as a client sends it: name, SQL, one parameter type. */
function parse(name: string, sql: string): Buffer {
  const body = Buffer.concat([Buffer.from(`${name}\0${sql}\0`), Buffer.from([0, 1, 0, 0, 0, 23])]);
  const head = Buffer.from([0x50, 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe("messages that are rebuilt", () => {
  test("a Parse keeps its SQL and parameter types under another name", () => {
    expect(messages.parseWith(parse("mine", "select $1"), "c7_1")).toEqual(parse("c7_1", "select $1"));
  });

  test("a Parse with other SQL keeps its parameter types", () => {
    expect(messages.parseWith(parse("", "copy t from stdin"), "", "select 1")).toEqual(parse("", "select 1"));
  });

  test("a Bind keeps its portal and values under another statement name", () => {
    const values = Buffer.from([0, 0, 0, 1, 0, 0, 0, 2, 0x34, 0x32, 0, 0]);
    const bind = (name: string): Buffer => {
      const body = Buffer.concat([Buffer.from(`portal\0${name}\0`), values]);
      const head = Buffer.from([0x42, 0, 0, 0, 0]);
      head.writeInt32BE(body.length + 4, 1);
      return Buffer.concat([head, body]);
    };
    expect(messages.bindWith(bind("mine"), "c1_12")).toEqual(bind("c1_12"));
  });

  test("a Close names another statement", () => {
    expect(messages.aboutStatement(messages.closeStatement("mine"), "c1_2")).toEqual(messages.closeStatement("c1_2"));
  });
});

describe("messages that are read", () => {
  test("the fields of an error are found by their letter", () => {
    const fields = messages.failureFields(messages.errorResponse({ severity: "FATAL", code: "57P01", sentence: "It ends." }));
    expect(Object.fromEntries(fields)).toEqual({ S: "FATAL", V: "FATAL", C: "57P01", M: "It ends." });
  });

  test("the values of a row are text or null", () => {
    const row = Buffer.concat([Buffer.from([0x44, 0, 0, 0, 0, 0, 3, 0, 0, 0, 2]), Buffer.from("ab"), Buffer.from([255, 255, 255, 255, 0, 0, 0, 0])]);
    expect(messages.rowValues(row)).toEqual(["ab", null, ""]);
  });

  test("text after the last zero runs to the end", () => {
    expect(messages.textAt(Buffer.from("ab\0cd"), 3)).toEqual({ text: "cd", end: 5 });
  });
});
