import { defineConfig } from "drizzle-kit";

// drizzle-kit demands a default export.
export default defineConfig({
  dialect: "postgresql",
  schema: ["../../packages/database/src/tables.ts", "../../packages/retrieval/src/tables.ts", "./src/modules/*/tables.ts"],
  out: "./migrations",
});
