import { existsSync } from "node:fs";
import { join } from "node:path";
import { must } from "./child.mjs";
import { fingerprint, foldersIn, readIfThere, write } from "./files.mjs";

const template = "apps/server/dist/template.tar.gz";
const stamp = "node_modules/.cache/cofounder/built";

/**
 * What a build is made of. The template of an empty database depends on fewer things and takes seconds, so it is looked at apart.
 * @typedef {{ sources: string, template: string }} Built
 */

/**
 * Workspaces that are compiled, relative to the root.
 * @param {string} root
 */
function workspaces(root) {
  return ["packages", "apps"].flatMap((kind) =>
    foldersIn(join(root, kind))
      .map((name) => `${kind}/${name}`)
      .filter((workspace) => existsSync(join(root, workspace, "tsconfig.json"))),
  );
}

const builtFrom = ["src", "assets", "migrations", "public", "index.html", "package.json", "tsconfig.json", "vite.config.ts"];

/** @param {string} root */
function sourcesOf(root) {
  const places = workspaces(root).flatMap((workspace) => builtFrom.map((name) => `${workspace}/${name}`));
  return fingerprint(root, ["package-lock.json", "tsconfig.base.json", ...places]);
}

/** @param {string} root */
function templateOf(root) {
  return fingerprint(root, ["package-lock.json", "apps/server/migrations", "apps/server/src/build-template.ts", "packages/database/src"]);
}

/**
 * The sources that the build was made from; undefined when there is none, or a part of it was removed.
 * @param {string} root
 * @returns {Built | undefined}
 */
function lastBuild(root) {
  const isWhole = workspaces(root).every((workspace) => existsSync(join(root, workspace, "dist/.tsbuildinfo")));
  const text = isWhole ? readIfThere(join(root, stamp)) : undefined;
  return text === undefined ? undefined : /** @type {Built} */ (JSON.parse(text));
}

/** @param {string} root */
export function needsBuild(root) {
  return lastBuild(root)?.sources !== sourcesOf(root);
}

/**
 * Compiles what has changed and makes what is made from it. Throws a Failure with one sentence.
 * @param {string} root
 */
export async function build(root) {
  console.log("Building …");
  const before = lastBuild(root);
  const now = { sources: sourcesOf(root), template: templateOf(root) };
  const targets = workspaces(root);
  const compiler = ["node_modules/typescript/bin/tsc", "-b", ...targets];
  await must(process.execPath, compiler, { root, otherwise: "The build failed; what is wrong stands above." });
  for (const workspace of targets) await buildAssets(root, workspace);
  if (before?.template !== now.template || !existsSync(join(root, template))) await buildTemplate(root);
  write(join(root, stamp), JSON.stringify(now));
}

/** @param {string} root */
async function buildTemplate(root) {
  const program = "apps/server/dist/build-template.js";
  if (!existsSync(join(root, program))) return;
  await must(process.execPath, [program], { root, otherwise: "The template of the embedded database could not be made; why stands above." });
}

/**
 * A workspace that is more than compiled sources says so with a script named "assets".
 * @param {string} root
 * @param {string} workspace
 */
async function buildAssets(root, workspace) {
  const manifest = /** @type {{ scripts?: Record<string, string> }} */ (JSON.parse(readIfThere(join(root, workspace, "package.json")) ?? "{}"));
  if (manifest.scripts?.["assets"] === undefined) return;
  const otherwise = `The assets of ${workspace} could not be made; why stands above.`;
  await must("npm", ["run", "--silent", "assets"], { root, folder: join(root, workspace), otherwise });
}
