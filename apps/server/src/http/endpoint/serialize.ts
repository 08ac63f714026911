import buildSerializer, { type AnySchema } from "fast-json-stringify";
import { z } from "zod";

export type Serialize = (answer: unknown) => string;

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** Of a union with null, the other part; undefined for any other union. */
function nullableOf(options: unknown): Json | undefined {
  if (!Array.isArray(options) || options.length !== 2) return undefined;
  const others = options.filter((option) => isJson(option) && option["type"] !== "null");
  return others.length === 1 && isJson(others[0]) ? others[0] : undefined;
}

function shapeOfObject(schema: Json): Json {
  const properties = isJson(schema["properties"]) ? schema["properties"] : {};
  const isOpen = isJson(schema["additionalProperties"]) || schema["additionalProperties"] === true;
  if (Object.keys(properties).length === 0) return isOpen ? {} : { type: "object", properties: {} };
  const shaped = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, shapeOf(property)]));
  return { type: "object", properties: shaped, required: schema["required"] ?? [], ...(isOpen ? { additionalProperties: true } : {}) };
}

/**
 * What a serializer needs of a schema: fields and types. Constraints are left out (answers are not checked here), and so
 * are fields that the contract does not name. What cannot be compiled well (unions) is written as it is.
 */
export function shapeOf(schema: unknown): Json {
  if (!isJson(schema)) return {};
  const nullable = nullableOf(schema["anyOf"]);
  if (nullable !== undefined) {
    const inner = shapeOf(nullable);
    return "type" in inner ? { ...inner, nullable: true } : {};
  }
  switch (schema["type"]) {
    case "object":
      return shapeOfObject(schema);
    case "array":
      return { type: "array", items: shapeOf(schema["items"]) };
    case "string":
    case "boolean":
    case "integer":
    case "number":
      return { type: schema["type"] };
    default:
      return {};
  }
}

/** Compiles the writer of an endpoint's answers. */
export function compileSerializer(response: z.ZodType): Serialize {
  const schema = z.toJSONSchema(response, { io: "output", unrepresentable: "any", reused: "inline" });
  return buildSerializer(shapeOf(schema) as AnySchema);
}
