export { type TestClock, testClock } from "./clock.ts";
export { ctxOf } from "./contexts.ts";
export { createPostgresDatabase, eachDatabase, embeddedTemplate, migrationsFolder, postgresServer, type TestPostgres } from "./databases.ts";
export { outcomeOf } from "./outcome.ts";
export { type Plan, type PlanNode, plansOf } from "./plans.ts";
export { skip } from "./skips.ts";
export { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
