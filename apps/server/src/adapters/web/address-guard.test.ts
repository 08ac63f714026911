import type { LookupAddress } from "node:dns";
import { describe, expect, it } from "vitest";
import { assertPublicHost, guardLookup, isPublicAddress, type ResolveName } from "./address-guard.ts";

const outside = ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"];
const inside = [
  ...[
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
  ],
  ...[
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
  ],
  ...["::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "100::1"],
  ...["fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "not an address", ""],
];

const lookup = (resolve: ResolveName, options: { all?: boolean } = { all: true }) =>
  new Promise<{ error: Error | null; addresses: string | LookupAddress[] }>((done) => {
    guardLookup(resolve)("name.example", options, (error, addresses) => done({ error, addresses }));
  });

describe("an address of the public internet", () => {
  it("is told from every other", () => {
    expect(outside.filter((address) => !isPublicAddress(address))).toEqual([]);
    expect(inside.filter((address) => isPublicAddress(address))).toEqual([]);
  });

  it("is asked of a host that is written as an address, in whatever notation", () => {
    for (const host of ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "[::ffff:10.0.0.1]", "0"]) {
      expect(() => assertPublicHost(new URL(`http://${host}/`)), host).toThrow(/not on the public internet/);
    }
    expect(() => assertPublicHost(new URL("http://8.8.8.8/"))).not.toThrow();
    expect(() => assertPublicHost(new URL("http://name.example/"))).not.toThrow();
  });
});

describe("a guarded lookup", () => {
  const answering =
    (...addresses: string[]): ResolveName =>
    (_host, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );

  it("hands on exactly the addresses that it checked", async () => {
    expect(await lookup(answering("8.8.8.8", "2606:4700::1"))).toEqual({
      error: null,
      addresses: [
        { address: "8.8.8.8", family: 4 },
        { address: "2606:4700::1", family: 6 },
      ],
    });
    expect(await lookup(answering("8.8.8.8"), {})).toEqual({ error: null, addresses: "8.8.8.8" });
  });

  it("refuses a name of which one address only is private, and one that has none", async () => {
    expect((await lookup(answering("8.8.8.8", "10.0.0.7"))).error).toMatchObject({ code: "invalid" });
    expect((await lookup(answering())).error).toMatchObject({ code: "invalid" });
  });

  it("checks anew at each connection, so a name that answers differently later gains nothing", async () => {
    let turn = 0;
    const rebinding: ResolveName = (host, callback) => answering(++turn === 1 ? "8.8.8.8" : "169.254.169.254")(host, callback);
    expect((await lookup(rebinding)).error).toBeNull();
    expect((await lookup(rebinding)).error).toMatchObject({ code: "invalid" });
    expect(turn).toBe(2);
  });

  it("passes on that a name is not known", async () => {
    const unknown: ResolveName = (_host, callback) => callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []);
    expect((await lookup(unknown)).error).toMatchObject({ code: "ENOTFOUND" });
  });
});
