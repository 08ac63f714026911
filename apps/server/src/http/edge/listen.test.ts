import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "./listen.ts";

describe("listening", () => {
  const others: Server[] = [];
  afterEach(() => others.splice(0).forEach((other) => other.close()));

  it("on a port that another program holds says so, with a command that helps", async () => {
    const other = createServer();
    others.push(other);
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    await expect(listen(Fastify(), { host: "127.0.0.1", port })).rejects.toMatchObject({
      code: "unavailable",
      message: `Port ${port} is taken by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}`,
    });
  });

  it("at an address that the machine does not have names HOST", async () => {
    await expect(listen(Fastify(), { host: "203.0.113.7", port: 0 })).rejects.toThrow("HOST: 203.0.113.7");
  });

  it("answers where it may", async () => {
    const app = Fastify();
    await listen(app, { host: "127.0.0.1", port: 0 });
    expect(app.server.listening).toBe(true);
    await app.close();
  });

  it("hides no other failure", async () => {
    const failing = { listen: () => Promise.reject(new Error("odd")) };
    await expect(listen(failing as never, { host: "127.0.0.1", port: 0 })).rejects.toThrow("odd");
  });
});
