import { readFile } from "node:fs/promises";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { relaxForDocumentation } from "../edge/security-headers.ts";
import type { Json } from "./components.ts";
import { printOpenApi } from "./print-openapi.ts";

const mark = new URL("../../../assets/mark.svg", import.meta.url);
const redocBundle = new URL("../../../assets/redoc.standalone.js", import.meta.url);

const redocPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cofounder API</title>
<link rel="icon" href="/hub/mark.svg">
</head>
<body style="margin: 0">
<redoc spec-url="/openapi.json"></redoc>
<script src="/redoc/redoc.standalone.js"></script>
</body>
</html>
`;

async function serveRedoc(scope: FastifyInstance): Promise<void> {
  let bundle: Promise<Buffer> | undefined;
  scope.get("/redoc", async (_request, reply) => reply.type("text/html; charset=utf-8").send(redocPage));
  scope.get("/redoc/redoc.standalone.js", async (_request, reply) => {
    bundle ??= readFile(redocBundle);
    return reply
      .type("text/javascript; charset=utf-8")
      .header("cache-control", "public, max-age=86400")
      .send(await bundle);
  });
}

/** `/openapi.json`, and the two pages that show it; everything they load comes from here. The document is printed when it is first asked for. */
export async function serveDocs(app: FastifyInstance, version: string): Promise<void> {
  let printed: Json | undefined;
  const document = (): Json => (printed ??= printOpenApi(version));
  app.get("/openapi.json", async (_request, reply) => reply.type("application/json; charset=utf-8").send(JSON.stringify(document())));
  await app.register(async (scope) => {
    relaxForDocumentation(scope);
    const stub = { openapi: "3.1.0", info: { title: "Cofounder", version }, paths: {} };
    await scope.register(swagger, { mode: "static", specification: { document: stub } });
    await scope.register(swaggerUi, {
      routePrefix: "/docs",
      uiConfig: { deepLinking: true, docExpansion: "list", validatorUrl: null },
      theme: { title: "Cofounder API" },
      logo: { type: "image/svg+xml", content: await readFile(mark), href: "/docs" },
      transformSpecification: document,
      transformSpecificationClone: false,
    });
    await serveRedoc(scope);
  });
}
