/**
 * The rooms of the house and whom each may know. A room is a folder; the first pattern that fits a path names its room.
 * `packages` are our own by name, `rooms` are other rooms of the server, reached by relative imports.
 * @typedef {object} Room
 * @property {string} name
 * @property {RegExp} holds
 * @property {readonly string[] | "all"} packages
 * @property {readonly RegExp[]} [files] files of other rooms that may be imported
 * @property {readonly RegExp[]} [types] files of other rooms whose types may be imported
 * @property {readonly string[]} [libraries] when given, the only third parties
 * @property {boolean} [isPure] no Node built-ins: it also runs in a browser, or does no input and output
 */

const engines = ["llm", "evidence", "retrieval"];
const frontDoors = /^apps\/server\/src\/modules\/[^/]+\/(?:index\.ts|doors\/)/;
const anyButModules = /^apps\/server\/src\/(?!modules\/)/;

/** @type {readonly Room[]} */
export const rooms = [
  { name: "packages/kernel", holds: /^packages\/kernel\//, packages: [], libraries: ["zod"], isPure: true },
  { name: "packages/contracts", holds: /^packages\/contracts\//, packages: ["kernel"], libraries: ["zod"], isPure: true },
  { name: "packages/database", holds: /^packages\/database\//, packages: ["kernel", "contracts"] },
  { name: "packages/llm", holds: /^packages\/llm\//, packages: ["kernel"] },
  { name: "packages/evidence", holds: /^packages\/evidence\//, packages: ["kernel"], isPure: true },
  { name: "packages/retrieval", holds: /^packages\/retrieval\//, packages: ["kernel", "database"] },
  { name: "packages/testing", holds: /^packages\/testing\//, packages: ["kernel", "contracts", "database", "llm", "retrieval"] },
  { name: "server/adapters", holds: /^apps\/server\/src\/adapters\//, packages: ["kernel", ...engines] },
  {
    name: "server/modules",
    holds: /^apps\/server\/src\/modules\/[^/]+\//,
    packages: ["kernel", "contracts", "database", ...engines],
  },
  {
    name: "server/workflows",
    holds: /^apps\/server\/src\/workflows\//,
    packages: ["kernel", "contracts", ...engines],
    types: [/^apps\/server\/src\/modules\/[^/]+\/index\.ts$/],
  },
  { name: "server/prompts", holds: /^apps\/server\/src\/prompts\//, packages: ["kernel"] },
  { name: "server/http", holds: /^apps\/server\/src\/http\//, packages: ["kernel", "contracts"] },
  { name: "server/mcp", holds: /^apps\/server\/src\/mcp\//, packages: ["kernel", "contracts"] },
  { name: "server/wiring", holds: /^apps\/server\/src\/(?:wiring\/|commands\/|[^/]+$)/, packages: "all", files: [frontDoors, anyButModules] },
  { name: "apps/hub", holds: /^apps\/hub\//, packages: ["contracts"] },
  { name: "apps/site", holds: /^apps\/site\//, packages: ["contracts"] },
  { name: "apps/cli", holds: /^apps\/cli\//, packages: ["contracts", "kernel"] },
];

/** Modules whose words are said to a model may read the prompts. */
export const promptReaders = /^apps\/server\/src\/modules\/(?:content|agents)\//;

/**
 * Third parties that only some files may know. Each has one owner, so that it can be replaced in one place.
 * @type {readonly { library: RegExp, holds: RegExp, said: string, types?: RegExp }[]} `types`: who may name its types
 */
export const owners = [
  {
    library: /^@dbos-inc\//,
    holds: /^apps\/server\/src\/adapters\/engine\.ts$/,
    said: "only apps/server/src/adapters/engine.ts knows the workflow engine",
  },
  {
    library: /^(?:fastify$|fastify\/|fastify-|@fastify\/)/,
    holds: /^apps\/server\/src\/(?:http\/|wiring\/|server\.ts$)|^bench\/yardsticks\//,
    said: "only http and wiring know the web server",
  },
  { library: /^(?:undici|ioredis|nodemailer|bentocache)(?:\/|$)/, holds: /^apps\/server\/src\/adapters\//, said: "only adapters know this library" },
  {
    library: /^(?:ai|@ai-sdk\/.+|ollama-ai-provider-v2)(?:\/|$)/,
    holds: /^packages\/llm\/src\/providers\//,
    said: "only packages/llm/src/providers know it",
  },
  {
    library: /^(?:pg|drizzle-orm|@electric-sql\/.+)(?:\/|$)/,
    holds: /^packages\/(?:database|retrieval|testing)\/|(?:\.queries|\/tables)\.ts$|\.config\.ts$|^(?:bench|e2e)\/|^apps\/[^/]+\/test\/|\.test\.ts$/,
    types: /^apps\/server\/src\/adapters\/engine\.ts$/,
    said: "SQL lives in *.queries.ts, tables.ts, packages/database and packages/retrieval",
  },
  {
    library: /^(?:@cofounder\/testing|vitest|fast-check|@playwright\/test)(?:\/|$)/,
    holds: /^packages\/testing\/|\.test\.tsx?$|\.config\.ts$|^(?:bench|e2e|scripts)\/|^(?:apps|packages)\/[^/]+\/test\//,
    said: "it is for tests only",
  },
];
