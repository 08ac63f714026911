import { describe } from "vitest";
import { drillKills } from "./kill-at-a-step.ts";

describe("killed when a step has ended", () => {
  drillKills("task.step_completed");
});
