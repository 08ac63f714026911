import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/http/edge/log.ts";
import { createServer, type Server } from "../src/server.ts";
import { settingsIn } from "./command-settings.ts";

const person = { email: "ada@example.org", username: "ada", password: "nine small green boats" };
/** Well below the heartbeat, at which a stream would be looked at anyway. */
const soonMs = 8000;

describe("the live stream of a whole server", () => {
  let folder: string;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cofounder-live-"));
    const { config, secrets } = settingsIn(folder);
    server = await createServer({ config, secrets, log: createLog({ level: "fatal", format: "json" }) });
    await server.start();
    origin = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    await post("register", { ...person, password_confirm: person.password });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (path: string, payload: object, token?: string) =>
    server.app.inject({
      method: "POST",
      url: `/api/auth/${path}`,
      payload,
      headers: { host: "localhost", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  const signIn = async () => (await post("login", { email: person.email, password: person.password })).json<{ accessToken: string }>().accessToken;
  const open = (token: string, query = "") => fetch(`${origin}/api/events${query}`, { headers: { authorization: `Bearer ${token}` } });

  it(
    "ends as soon as its own sign-in is ended, though it has nothing to tell, and no other's",
    async () => {
      const [own, other] = [await signIn(), await signIn()];
      const [ownStream, otherStream] = [await open(own, "?type=post.published"), await open(other)];
      expect((await post("logout", {}, own)).statusCode).toBe(200);
      expect(await ownStream.text()).toContain(": open");
      const reader = otherStream.body?.getReader();
      let heard = "";
      while (!heard.includes("user.signed_out")) heard += new TextDecoder().decode((await reader?.read())?.value);
      expect((await open(own)).status).toBe(401);
      await reader?.cancel();
    },
    soonMs,
  );
});
