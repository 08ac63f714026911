export const modules = "apps/server/src/modules";

/** A house in miniature that keeps every rule. */
export const cleanHouse: Readonly<Record<string, string>> = {
  "README.md": "See `docs/style.md`, `packages/kernel/src/index.ts`, `packages/*/src` and [the module](apps/server/src/modules/cms/README.md).\n",
  "docs/style.md": "Run `npm test`; answers are `application/json`. See [the readme](../README.md).\n",
  "package-lock.json": '{ "lockfileVersion": 3 }\n',
  "packages/kernel/README.md": "The floor. Clocks live in `clock.ts`.\n",
  "packages/kernel/package.json": '{ "name": "@cofounder/kernel", "exports": { ".": "./dist/index.js" } }\n',
  "packages/kernel/src/index.ts": 'export { systemClock } from "./clock.ts";\n',
  "packages/kernel/src/clock.ts":
    'import type { z } from "zod";\nexport const systemClock = { now: () => new Date() };\nexport type Shape = z.ZodType;\n',
  "packages/evidence/README.md": "Judges.\n",
  "packages/evidence/src/rails/coverage.ts": "export const coverage: Rail = { name: 'coverage' };\n",
  "packages/evidence/src/rails/body-length.ts": "export const bodyLength: Rail = { name: 'body-length' };\n",
  "apps/server/README.md": "Serves.\n",
  "apps/server/src/config.ts": "export const read = () => process.env;\n",
  "apps/server/src/adapters/engine.ts": 'import { DBOS } from "@dbos-inc/dbos-sdk";\nexport const start = () => DBOS.launch();\n',
  "apps/server/src/wiring/modules.ts": 'import { createCms } from "../modules/cms/index.ts";\nexport const cms = createCms;\n',
  [`${modules}/cms/README.md`]: "Posts.\n",
  [`${modules}/cms/index.ts`]:
    'import { systemClock } from "@cofounder/kernel";\nimport { listPosts } from "./posts.queries.ts";\nexport const createCms = () => ({ listPosts, systemClock });\n',
  [`${modules}/cms/posts.queries.ts`]: 'import { sql } from "drizzle-orm";\nexport const listPosts = () => sql`select 1`;\n',
  [`${modules}/cms/posts.queries.db.test.ts`]: 'import { openDatabase } from "@cofounder/testing";\nopenDatabase();\n',
  [`${modules}/tasks/README.md`]: "Tasks.\n",
  [`${modules}/tasks/index.ts`]: "export const createTasks = () => ({});\n",
};

export interface Planted {
  what: string;
  /** Added to the clean house, or in place of its files. */
  files: Record<string, string>;
  /** Where the violation must be reported; the first line unless told. */
  path: string;
  line?: number;
  rule: string;
  message: string;
}

/** A folder with so many source files. */
export function folderOf(count: number, folder: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/part-${index}.ts`, "export {};\n"]));
}
