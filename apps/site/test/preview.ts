import { createServer } from "node:http";
import { createSite } from "../src/index.ts";
import { fakeClient } from "./fake-client.ts";
import { scenes } from "./published.ts";

/** Serves a scene on loopback: `preview.ts [empty|one|many] [port]`. */
const [name = "many", port = "8070"] = process.argv.slice(2);
const scene = scenes[name];
if (scene === undefined) throw new Error(`There is no scene "${name}"; there are ${Object.keys(scenes).join(", ")}.`);

const origin = `http://127.0.0.1:${port}`;
const published = createSite({ client: fakeClient(scene), origin: () => origin, now: () => new Date("2026-11-24T09:00:00Z"), report: console.error });

createServer((request, response) => {
  const answer = async (): Promise<void> => {
    const page = await published.fetch(new Request(new URL(request.url ?? "/", origin), { method: request.method ?? "GET" }));
    response.writeHead(page.status, Object.fromEntries(page.headers));
    response.end(Buffer.from(await page.arrayBuffer()));
  };
  answer().catch((error: unknown) => response.destroy(error as Error));
}).listen(Number(port), "127.0.0.1", () => console.log(`${origin} shows the scene "${name}"`));
