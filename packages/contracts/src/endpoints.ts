import * as auth from "./auth.ts";
import * as cms from "./cms.ts";
import * as content from "./content.ts";
import type { EndpointSpec } from "./endpoint.ts";
import * as memory from "./memory.ts";
import * as ops from "./ops.ts";
import * as research from "./research.ts";
import * as tasks from "./tasks.ts";

type EndpointsOf<Module> = { [Name in keyof Module as Module[Name] extends EndpointSpec ? Name : never]: Module[Name] };

function only<Module extends object>(module: Module): EndpointsOf<Module> {
  const isEndpoint = (value: unknown): boolean =>
    typeof value === "object" && value !== null && "method" in value && "path" in value && "auth" in value;
  return Object.fromEntries(Object.entries(module).filter(([, value]) => isEndpoint(value))) as EndpointsOf<Module>;
}

/** Every operation of the product by module, under the name its front door has. */
export const endpoints = {
  auth: only(auth),
  tasks: only(tasks),
  content: only(content),
  research: only(research),
  memory: only(memory),
  cms: only(cms),
  ops: only(ops),
};
