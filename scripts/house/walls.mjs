import { builtinModules } from "node:module";
import { importsOf } from "./imports.mjs";
import { owners, promptReaders, rooms } from "./rooms.mjs";

const builtins = new Set(builtinModules);

/** @type {import("./tree.mjs").Check} */
export const walls = {
  name: "walls",
  check(tree) {
    return tree.files
      .filter((file) => file.isCode)
      .flatMap((file) =>
        importsOf(tree, file).flatMap((imported) => {
          const message = complaint(tree, file, imported);
          return message === undefined ? [] : [{ path: file.path, line: imported.line, rule: "walls", message }];
        }),
      );
  },
};

/** @param {string} path */
function roomOf(path) {
  return /^(?:apps|packages)\/[^/]+\/(?:test\/|[^/]+$)/.test(path) ? undefined : rooms.find((room) => room.holds.test(path));
}

/**
 * @param {import("./tree.mjs").Tree} tree
 * @param {import("./tree.mjs").SourceFile} file
 * @param {import("./imports.mjs").Import} imported
 */
function complaint(tree, file, imported) {
  const { specifier, target } = imported;
  if (/^(?:@\/|~|#)/.test(specifier)) return `"${specifier}" is a path alias; write the relative path`;
  const owner = owners.find(
    (one) => one.library.test(specifier) && !one.holds.test(file.path) && !(imported.isType && one.types?.test(file.path) === true),
  );
  if (owner !== undefined) return `imports ${specifier}; ${owner.said}`;
  if (specifier.startsWith("@cofounder/")) return complaintAboutPackage(tree, file, specifier);
  if (target !== undefined) return complaintAboutFile(file, imported, target);
  return complaintAboutLibrary(file, specifier);
}

/**
 * @param {import("./tree.mjs").Tree} tree
 * @param {import("./tree.mjs").SourceFile} file
 * @param {string} specifier
 */
function complaintAboutPackage(tree, file, specifier) {
  const [, name = "", ...rest] = specifier.split("/");
  if (rest.length > 0 && !exportsOf(tree, name).includes(`./${rest.join("/")}`)) return `imports ${specifier}; a package is known by what it exports`;
  const room = roomOf(file.path);
  if (room === undefined || room.packages === "all" || room.packages.includes(name)) return undefined;
  if (file.path.startsWith(`packages/${name}/`) || (file.isTest && name === "testing")) return undefined;
  return `${room.name} may not know @cofounder/${name}`;
}

/**
 * @param {import("./tree.mjs").Tree} tree
 * @param {string} name
 * @returns {string[]}
 */
function exportsOf(tree, name) {
  const manifest = tree.files.find(({ path }) => path === `packages/${name}/package.json` || path === `apps/${name}/package.json`);
  if (manifest === undefined) return [];
  const { exports = {} } = /** @type {{ exports?: Record<string, unknown> }} */ (JSON.parse(manifest.text));
  return Object.keys(exports);
}

/**
 * @param {import("./tree.mjs").SourceFile} file
 * @param {import("./imports.mjs").Import} imported
 * @param {string} target
 */
function complaintAboutFile(file, imported, target) {
  const workspace = /^(?:apps|packages)\/[^/]+\//;
  const [own, other] = [workspace.exec(file.path)?.[0], workspace.exec(target)?.[0]];
  if (other !== undefined && own !== other && /^(?:apps|packages)\//.test(file.path)) return `reaches into ${target}; import the package by its name`;
  const [room, theirs] = [roomOf(file.path), roomOf(target)];
  if (room === undefined || theirs === undefined) return undefined;
  if (room === theirs && (room.name !== "server/modules" || nounOf(file.path) === nounOf(target))) return undefined;
  if (room.name === "server/modules" && room === theirs)
    return `module ${nounOf(file.path)} may not know module ${nounOf(target)}; say what is needed in deps.ts`;
  if (room.name === "server/modules" && theirs.name === "server/prompts" && promptReaders.test(file.path)) return undefined;
  if (room.files?.some((pattern) => pattern.test(target))) return undefined;
  if (imported.isType && room.types?.some((pattern) => pattern.test(target))) return undefined;
  return `${room.name} may not know ${target}`;
}

/** @param {string} path */
function nounOf(path) {
  return path.split("/")[4];
}

/**
 * @param {import("./tree.mjs").SourceFile} file
 * @param {string} specifier
 */
function complaintAboutLibrary(file, specifier) {
  const room = roomOf(file.path);
  if (room === undefined || file.isTest) return undefined;
  const isBuiltin = specifier.startsWith("node:") || builtins.has(specifier);
  if (isBuiltin) return room.isPure === true ? `${room.name} uses no Node built-in (${specifier})` : undefined;
  const name = specifier.startsWith("@") ? specifier.split("/").slice(0, 2).join("/") : (specifier.split("/")[0] ?? "");
  return room.libraries === undefined || room.libraries.includes(name) ? undefined : `${room.name} may not know the library ${name}`;
}
