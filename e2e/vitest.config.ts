import { defineConfig } from "vitest/config";

const conditions = ["cofounder-source"];

/** Drills start the built server, kill things and look at what is left. Two at a time: most of a drill is waiting. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["e2e/drills/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
