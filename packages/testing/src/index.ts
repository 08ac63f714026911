export { type TestClock, testClock } from "./clock.ts";
export { ctxOf } from "./contexts.ts";
export { createPostgresDatabase, eachDatabase, embeddedTemplate, migrationsFolder, postgresServer, type TestPostgres } from "./databases.ts";
export { skip } from "./skips.ts";
