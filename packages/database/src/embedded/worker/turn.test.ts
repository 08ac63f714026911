import { describe, expect, test } from "vitest";
import { house } from "../../../test/multiplexer-house.ts";
import { bind, done, execute, message, parse, query, sync, told } from "../../../test/raw-client.ts";
import { closeStatement, errorResponse } from "../wire/messages.ts";

describe("prepared statements", () => {
  test("each connection has its own names, and they are given free when it closes", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("mine", "select 1"), bind("mine"), execute(), sync());
    two.send(parse("mine", "select 2"), sync());
    await settle();
    one.close();
    await settle();
    expect(ran).toEqual(["P c1_1 select 1", "B c1_1", "E", "S", "P c2_1 select 2", "S", "C Sc1_1", "S"]);
  });

  test("an unnamed statement survives another connection's use of the slot", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("", "select one"), sync());
    await settle();
    two.send(parse("", "select two"), bind(""), execute(), sync());
    await settle();
    one.heard.length = 0;
    one.send(bind(""), execute(), sync());
    await settle();
    expect(ran.slice(-4)).toEqual(["P select one", "B", "E", "S"]);
    expect(one.heard).toEqual(["2", "C SELECT 1", "Z I"]);
  });

  test("a connection without an unnamed statement never runs another's", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    two.send(parse("", "select two"), sync());
    await settle();
    one.send(bind(""), sync());
    await settle();
    expect(ran.slice(-3)).toEqual(told(closeStatement("")).concat("B", "S"));
    expect(one.heard).toEqual(["2", "Z I"]);
  });

  test("an unnamed statement that failed to parse is not brought back", async () => {
    const { connect, ran, settle } = house({ wrong: errorResponse({ severity: "ERROR", code: "42601", sentence: "syntax error" }) });
    const [one, two] = [connect(1), connect(2)];
    one.send(parse("", "select fine"), sync());
    one.send(parse("", "wrong"), sync());
    two.send(parse("", "select two"), sync());
    await settle();
    one.send(bind(""), sync());
    await settle();
    expect(ran.slice(-3)).toEqual(["C S", "B", "S"]);
  });
});

describe("notifications", () => {
  const news = message("A", Buffer.concat([Buffer.from([1, 1, 1, 1]), Buffer.from("news\0hello\0")]));

  test("reach those who listen when their transaction has committed, and nobody else", async () => {
    const { connect, settle } = house({ notify: Buffer.concat([news, done("NOTIFY")]) });
    const [one, two, three] = [connect(1), connect(2), connect(3)];
    one.send(query("listen news"));
    two.send(query("begin"), query("listen news"), query("rollback"));
    await settle();
    three.send(query("notify news"));
    await settle();
    expect(one.heard).toContain("A news hello");
    expect(two.heard).not.toContain("A news hello");
    expect(three.heard).toEqual(["C NOTIFY", "Z I"]);
  });

  test("a channel is left when the last who listened has gone", async () => {
    const { connect, ran, settle } = house();
    const [one, two] = [connect(1), connect(2)];
    one.send(query('listen "My news"'));
    two.send(query('listen "My news"'));
    await settle();
    one.close();
    await settle();
    expect(ran.filter((line) => line.includes("UNLISTEN"))).toEqual([]);
    two.close();
    await settle();
    expect(ran.at(-1)).toBe('Q UNLISTEN "My news"');
  });
});

describe("an engine that breaks", () => {
  test.each([
    ["throws", new Error("unreachable"), "unreachable"],
    ["answers that it is lost", errorResponse({ severity: "FATAL", code: "53100", sentence: "could not write" }), "could not write"],
  ])("that %s is told once, and nothing runs after", async (_name, answer, reason) => {
    const { connect, ran, broken, settle } = house({ fatal: answer });
    const [one, two] = [connect(1), connect(2)];
    one.send(query("fatal"));
    two.send(query("select never"));
    await settle();
    two.send(query("select never"));
    await settle();
    expect(broken).toEqual([reason]);
    expect(ran).toEqual(["Q fatal"]);
  });

  test("that ends a statement without an answer counts as broken", async () => {
    const { connect, broken, settle } = house();
    connect(1).send(query("no answer"));
    await settle();
    expect(broken).toEqual(["The engine ended a statement without an answer."]);
  });

  test("refuses work of the house", async () => {
    const { connect, settle, multiplexer } = house({ fatal: new Error("gone") });
    connect(1).send(query("fatal"));
    await settle();
    await expect(multiplexer.exclusive((run) => run("CHECKPOINT"))).rejects.toThrow("broke down");
  });
});
