import { utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { plant, plantTree } from "../planted/plant-tree.ts";
import { hash } from "./files.mjs";
import { needsInstall } from "./install.mjs";

const earlier = new Date("2026-01-01T00:00:00Z");
const later = new Date("2026-01-02T00:00:00Z");

function installed({ lockfileAt, stamp }: { lockfileAt: Date; stamp?: string }): string {
  const root = plantTree({ "package-lock.json": "{}", "node_modules/.package-lock.json": "{}" });
  if (stamp !== undefined) plant(root, { "node_modules/.cache/cofounder/installed": stamp });
  utimesSync(join(root, "node_modules/.package-lock.json"), earlier, earlier);
  utimesSync(join(root, "package-lock.json"), lockfileAt, lockfileAt);
  return root;
}

it("a clone without packages needs an install", () => {
  expect(needsInstall(plantTree({ "package-lock.json": "{}" }))).toBe(true);
});

it("an install that was broken off is done again", () => {
  expect(needsInstall(plantTree({ "package-lock.json": "{}", "node_modules/zod/package.json": "{}" }))).toBe(true);
});

it("packages newer than the lockfile are kept", () => {
  expect(needsInstall(installed({ lockfileAt: earlier }))).toBe(false);
});

it("a newer lockfile needs an install", () => {
  expect(needsInstall(installed({ lockfileAt: later }))).toBe(true);
  expect(needsInstall(installed({ lockfileAt: later, stamp: hash("{ }") }))).toBe(true);
});

it("a lockfile with a new date and the same content needs none", () => {
  expect(needsInstall(installed({ lockfileAt: later, stamp: hash("{}") }))).toBe(false);
});
