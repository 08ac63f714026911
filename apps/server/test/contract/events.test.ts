import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { events } from "@cofounder/contracts";
import { describe, expect, it } from "vitest";

const modules = fileURLToPath(new URL("../../src/modules/", import.meta.url));

const announcing = readdirSync(modules, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => readFileSync(join(modules, name), "utf8"))
  .join("\n");

/** Whether some module's code names the event as one that it announces. */
const isAnnounced = (type: string): boolean => new RegExp(`\\b(?:type|event): "${type.replace(".", "\\.")}"`).test(announcing);

describe("the closed list of events", () => {
  it.each(Object.keys(events))("%s is announced by the module that writes it", (type) => {
    expect(isAnnounced(type)).toBe(true);
  });

  it("would show one that nobody announces", () => {
    expect(isAnnounced("post.forgotten")).toBe(false);
  });
});
