import { describe, expect, it } from "vitest";
import { hasField, ourOperations } from "./shapes.ts";

describe("the look at a shape", () => {
  const schema = {
    properties: {
      total: { type: "integer" },
      tasks: { type: "array", items: { properties: { id: {}, result: { anyOf: [{ properties: { slug: {} } }, { type: "null" }] } } } },
    },
  };

  it.each(["total", "tasks", "tasks[].id", "tasks[].result", "tasks[].result.slug"])("finds %s", (path) => {
    expect(hasField(schema, path)).toBe(true);
  });

  it.each(["count", "tasks[].name", "tasks.id", "total[].id", "tasks[].result.title"])("does not find %s", (path) => {
    expect(hasField(schema, path)).toBe(false);
  });

  it("knows what an operation of ours takes, needs and answers", () => {
    const create = ourOperations().get("POST /api/content/tasks");
    expect(create?.status).toBe(201);
    expect(create?.needs).toEqual(["topic"]);
    expect(create?.takes).toContain("sources");
    expect([create?.hasAnswerField("task_id"), create?.hasAnswerField("no_such")]).toEqual([true, false]);
  });
});
