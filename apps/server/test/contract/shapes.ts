import { z } from "zod";
import { allEndpoints } from "../../src/http/openapi/print-openapi.ts";

type Schema = Record<string, unknown>;

export interface OurOperation {
  status: number;
  /** Fields of path, query and body that it takes. */
  takes: string[];
  /** Those of them that must be given. */
  needs: string[];
  hasAnswerField(path: string): boolean;
}

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);

/** A schema and, of a choice, each of its branches. */
function branches(schema: unknown): Schema[] {
  if (!isSchema(schema)) return [];
  return [schema, ...[schema["anyOf"] ?? schema["oneOf"] ?? []].flat().flatMap(branches)];
}

/** Whether a JSON schema has the field: `tasks[].id` is the field id of the entries of tasks. */
export function hasField(schema: unknown, path: string): boolean {
  const [, name = "", list, rest] = /^(\w+)((?:\[\])?)(?:\.(.+))?$/.exec(path) ?? [];
  return branches(schema).some((branch) => {
    const properties = branch["properties"];
    if (!isSchema(properties) || !(name in properties)) return false;
    if (rest === undefined) return true;
    const inner = list === "[]" ? branches(properties[name]).map((part) => part["items"]) : [properties[name]];
    return inner.some((part) => hasField(part, rest));
  });
}

/** What our operations take and answer, by `METHOD /path` as the contracts say it. */
export function ourOperations(): Map<string, OurOperation> {
  return new Map(
    allEndpoints().map(({ spec }) => {
      const inputs = [spec.params, spec.query, spec.body].flatMap((shape) =>
        shape === undefined ? [] : [z.toJSONSchema(shape, { io: "input", unrepresentable: "any" })],
      );
      const answer: unknown = z.toJSONSchema(spec.response, { io: "output", unrepresentable: "any" });
      const operation: OurOperation = {
        status: spec.status ?? 200,
        takes: inputs.flatMap(({ properties = {} }) => Object.keys(properties)),
        needs: inputs.flatMap(({ required = [] }) => required),
        hasAnswerField: (path) => hasField(answer, path),
      };
      return [`${spec.method} ${spec.path}`, operation] as const;
    }),
  );
}
