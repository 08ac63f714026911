import type { EnvProblem } from "@cofounder/kernel";
import { parse } from "dotenv";
import type { ConfigFiles } from "./files.ts";
import { aliases, withoutEffect } from "./other-names.ts";
import { variables } from "./variables.ts";

export type Environment = "development" | "staging" | "production";

export interface GatheredEnvironment {
  /** Values by the variable's own name, after files, references and older names. */
  values: Record<string, string | undefined>;
  /** Under which older name a variable was given. */
  givenAs: Map<string, string>;
  problems: EnvProblem[];
  notes: string[];
}

type Given = Record<string, string | undefined>;

const isSet = (text: string | undefined): text is string => text !== undefined && text !== "";

function environmentName(given: Given): string {
  if (isSet(given["ENVIRONMENT"])) return given["ENVIRONMENT"].trim().toLowerCase();
  const node = (given["NODE_ENV"] ?? "").trim().toLowerCase();
  return node === "staging" || node === "production" ? node : "development";
}

/** `.env`, over it `.env.<ENVIRONMENT>`, over both what the process was started with. */
function layered(env: Given, files: ConfigFiles): Given {
  const started = Object.fromEntries(Object.entries(env).filter(([, text]) => isSet(text)));
  const common = parse(files.read(".env") ?? "");
  const name = environmentName({ ...common, ...started });
  const own = /^[a-z]+$/.test(name) ? parse(files.read(`.env.${name}`) ?? "") : {};
  return { ...common, ...own, ...started, ENVIRONMENT: name };
}

const deepestReference = 8;

function expand(text: string, given: Given, depth = 0): { text: string; missing?: string } {
  let missing: string | undefined;
  const whole = text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = given[name];
    if (!isSet(value) || depth === deepestReference) {
      missing ??= name;
      return "";
    }
    const inner = expand(value, given, depth + 1);
    missing ??= inner.missing;
    return inner.text;
  });
  return missing === undefined ? { text: whole } : { text: whole, missing };
}

function readAliases(values: Given): { givenAs: Map<string, string>; notes: string[] } {
  const givenAs = new Map<string, string>();
  const notes: string[] = [];
  for (const [older, name] of Object.entries(aliases)) {
    const text = values[older];
    if (!isSet(text)) continue;
    if (isSet(values[name])) {
      notes.push(`${older} is not read, since ${name} is set.`);
    } else {
      values[name] = text;
      givenAs.set(name, older);
      notes.push(`${older} is read as ${name}.`);
    }
  }
  return { givenAs, notes };
}

/** Brings together what the process, the files and the older names say; values of names that we do not know are not looked at. */
export function gatherEnvironment(env: Given, files: ConfigFiles): GatheredEnvironment {
  const given = layered(env, files);
  const problems: EnvProblem[] = [];
  const values: Given = {};
  for (const name of [...Object.keys(variables), ...Object.keys(aliases)]) {
    const text = given[name];
    if (!isSet(text)) continue;
    const expanded = expand(text, given);
    if (expanded.missing === undefined) values[name] = expanded.text;
    else problems.push({ name, message: `refers to \${${expanded.missing}}, which is not set` });
  }
  const { givenAs, notes } = readAliases(values);
  const idle = withoutEffect.filter((name) => isSet(given[name]));
  if (idle.length > 0) notes.push(`Set, but without effect in this version: ${idle.join(", ")}.`);
  return { values, givenAs, problems, notes };
}
