import { join } from "node:path";
import { must } from "./child.mjs";
import { changedAt, hash, readIfThere, write } from "./files.mjs";

const stamp = "node_modules/.cache/cofounder/installed";

/**
 * True when the installed packages may not be those of the lockfile: nothing is installed, an install was broken off, or
 * the lockfile was changed after it (a fresh date on the same content does not count).
 * @param {string} root
 */
export function needsInstall(root) {
  const installedAt = changedAt(join(root, "node_modules/.package-lock.json"));
  const lockfile = join(root, "package-lock.json");
  if (installedAt === 0) return true;
  return changedAt(lockfile) > installedAt && readIfThere(join(root, stamp)) !== hash(readIfThere(lockfile) ?? "");
}

/**
 * Installs exactly what the lockfile says. Throws a Failure with one sentence.
 * @param {string} root
 */
export async function install(root) {
  console.log("Installing the packages of package-lock.json; the first time takes a few minutes …");
  const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];
  const args = ["ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", ...patience];
  await must("npm", args, { root, otherwise: "npm ci failed; what it said stands above." });
  write(join(root, stamp), hash(readIfThere(join(root, "package-lock.json")) ?? ""));
}
