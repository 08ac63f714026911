import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

interface Lockfile {
  packages: Record<string, { version?: string; resolved?: string; link?: boolean }>;
}

const lockfile = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as Lockfile;
const installed = Object.entries(lockfile.packages);

const copiesOf = (name: string): string[] => installed.map(([path]) => path).filter((path) => path.endsWith(`node_modules/${name}`));

it.each(["drizzle-orm", "zod"])("there is one copy of %s, so that its values are known wherever they go", (name) => {
  expect(copiesOf(name)).toEqual([`node_modules/${name}`]);
});

it.each(["@opentelemetry/api", "react"])("there is at most one copy of %s", (name) => {
  expect(copiesOf(name).length).toBeLessThanOrEqual(1);
});

it("no package names the host that it was fetched from", () => {
  const named = installed.filter(([, { resolved, link }]) => link !== true && resolved !== undefined);
  expect(named).toEqual([]);
});

it("every version is exact in the manifests", () => {
  const manifests = installed.filter(([path]) => path === "" || /^(?:apps|packages)\/[^/]+$/.test(path));
  const ranges = manifests.flatMap(([path, manifest]) =>
    Object.entries({
      ...(manifest as Record<string, Record<string, string>>)["dependencies"],
      ...(manifest as Record<string, Record<string, string>>)["devDependencies"],
    })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${path}: ${name}@${version}`),
  );
  expect(manifests.length).toBeGreaterThan(5);
  expect(ranges).toEqual([]);
});
