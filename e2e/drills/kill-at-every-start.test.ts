import { describe } from "vitest";
import { drillKills } from "./kill-at-a-step.ts";

describe("killed when a step begins", () => {
  drillKills("task.step_started");
});
