import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { page } from "./page.ts";

const stylesheet = new URL("../../../assets/pages.css", import.meta.url);
const mark = new URL("../../../assets/mark.svg", import.meta.url);

const notHere = page(
  "The hub is not part of this version",
  `<p>What it will show can be done today:</p>
<ul>
<li>on a terminal, with <code>npx cofounder</code>;</li>
<li>over HTTP, as <a href="/docs">the API's pages</a> describe it.</li>
</ul>
<p>No account yet? <a href="/hub/setup">Open the owner's account</a>. The public site is <a href="/">at the root</a>.</p>`,
);

/** The addresses of the hub while it is not there: one page that says so and where to go. */
export async function serveHub(app: FastifyInstance): Promise<void> {
  const [css, svg] = await Promise.all([readFile(stylesheet, "utf8"), readFile(mark, "utf8")]);
  app.get("/hub/pages.css", async (_request, reply) =>
    reply.type("text/css; charset=utf-8").header("cache-control", "public, max-age=3600").send(css),
  );
  app.get("/hub/mark.svg", async (_request, reply) => reply.type("image/svg+xml").header("cache-control", "public, max-age=86400").send(svg));
  app.get("/hub", async (_request, reply) => reply.type("text/html; charset=utf-8").send(notHere));
  app.get("/hub/*", async (_request, reply) => reply.code(404).type("text/html; charset=utf-8").send(notHere));
}
