import {
  authContract,
  cmsContract,
  contentContract,
  memoryContract,
  opsContract,
  problemDocument,
  researchContract,
  tasksContract,
} from "@cofounder/contracts";
import { z } from "zod";

export type Json = Record<string, unknown>;
export type Direction = "input" | "output";

const contracts = { authContract, tasksContract, contentContract, researchContract, memoryContract, cmsContract, opsContract };

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Shapes that have a name in the contracts; only these become components, everything else is written where it is used. */
function namedShapes(): Map<z.ZodType, string> {
  const named = new Map<z.ZodType, string>([[problemDocument, "ProblemDocument"]]);
  const taken = new Set(named.values());
  for (const [module, contract] of Object.entries(contracts)) {
    for (const [exported, value] of Object.entries(contract)) {
      if (!(value instanceof z.ZodType) || !(value instanceof z.ZodObject || value instanceof z.ZodEnum) || named.has(value)) continue;
      const name = taken.has(pascal(exported)) ? `${pascal(module.replace("Contract", ""))}${pascal(exported)}` : pascal(exported);
      named.set(value, name);
      taken.add(name);
    }
  }
  return named;
}

/** A schema as zod says it, with references `#/$defs/<name>`. */
interface RawSchema {
  root: Json;
  definitions: Record<string, Json>;
}

/** Turns shapes into JSON Schema 2020-12 and collects the named ones on the way. */
export interface SchemaCollector {
  schema(shape: z.ZodType, direction: Direction): Json;
  /** The named schemas that were met, sorted; to be asked last. */
  components(): Record<string, Json>;
}

const definitionRef = "#/$defs/";
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

function mapRefs(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapRefs(entry, rename));
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const isRef = key === "$ref" && typeof entry === "string" && entry.startsWith(definitionRef);
      return [key, isRef ? `#/components/schemas/${rename(entry.slice(definitionRef.length))}` : mapRefs(entry, rename)];
    }),
  );
}

function refsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    key === "$ref" && typeof entry === "string" ? [entry.slice(definitionRef.length)] : refsIn(entry),
  );
}

export function createSchemaCollector(): SchemaCollector {
  const registry = z.registry<{ id: string }>();
  for (const [shape, id] of namedShapes()) registry.add(shape, { id });
  const met: Record<Direction, Map<string, Json>> = { input: new Map(), output: new Map() };

  function raw(shape: z.ZodType, direction: Direction): RawSchema {
    const printed: unknown = z.toJSONSchema(z.object({ root: shape }), {
      io: direction,
      metadata: registry,
      unrepresentable: "any",
      override: ({ zodSchema, jsonSchema }) => {
        delete jsonSchema.id;
        // An answer may grow: a reader must not stumble over a new field.
        if (direction === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        const described = z.globalRegistry.get(zodSchema)?.description;
        if (described !== undefined && jsonSchema.$ref === undefined) jsonSchema.description = described;
      },
    });
    const { properties, $defs = {} } = printed as { properties: { root: Json }; $defs?: Record<string, Json> };
    return { root: properties.root, definitions: $defs };
  }

  function collect(shape: z.ZodType, direction: Direction): Json {
    const { root, definitions } = raw(shape, direction);
    for (const [name, definition] of Object.entries(definitions)) met[direction].set(name, definition);
    return root;
  }

  /** Names whose shape differs between what is sent and what is answered, also through what they refer to. */
  function twofold(): Set<string> {
    const differing = new Set(
      [...met.input].flatMap(([name, schema]) =>
        met.output.has(name) && JSON.stringify(schema) !== JSON.stringify(met.output.get(name)) ? [name] : [],
      ),
    );
    for (let before = -1; before !== differing.size;) {
      before = differing.size;
      for (const [name, schema] of met.input) if (met.output.has(name) && refsIn(schema).some((ref) => differing.has(ref))) differing.add(name);
    }
    return differing;
  }

  return {
    schema(shape, direction) {
      // References are named when all shapes are known, so the placeholder says which way it is.
      return mapRefs(collect(shape, direction), (name) => `${direction}:${name}`) as Json;
    },
    components() {
      const both = twofold();
      const nameOf = (direction: Direction) => (name: string) => (direction === "input" && both.has(name) ? `${name}Input` : name);
      const entries = (["output", "input"] as const).flatMap((direction) =>
        [...met[direction]].map(([name, schema]) => [nameOf(direction)(name), mapRefs(schema, nameOf(direction)) as Json] as const),
      );
      return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
    },
  };
}

/** Gives the references of a whole document their final names. */
export function settleReferences(document: Json, components: Record<string, Json>): Json {
  const settle = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(settle);
    if (!isJson(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => {
        const [, direction, name = ""] =
          key === "$ref" && typeof entry === "string" ? (/^#\/components\/schemas\/(input|output):(.+)$/.exec(entry) ?? []) : [];
        if (direction === undefined) return [key, settle(entry)];
        return [key, `#/components/schemas/${direction === "input" && `${name}Input` in components ? `${name}Input` : name}`];
      }),
    );
  };
  return settle(document) as Json;
}
