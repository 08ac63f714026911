import { describe, expect, it } from "vitest";
import { databaseFailure, isDuplicate, sqlState } from "./failure.ts";

const failed = (fields: object, message = "failed") => new Error("Failed query", { cause: Object.assign(new Error(message), fields) });

describe("a failed statement", () => {
  it.each([
    [{ code: "53100" }, "unavailable", "The disk is full: nothing can be written until there is space."],
    [{ code: "53300" }, "unavailable", "The database has no room for more work just now."],
    [{ code: "57P01" }, "unavailable", "The database cannot be reached just now."],
    [{ code: "08006" }, "unavailable", "The database cannot be reached just now."],
    [{ code: "ECONNREFUSED" }, "unavailable", "The database cannot be reached just now."],
    [{ code: "57014" }, "timeout", "The database took too long to answer."],
  ])("%o says what the reader can know: %s", (fields, code, sentence) => {
    expect(databaseFailure(failed(fields))).toMatchObject({ code, message: sentence });
  });

  it("by a lost connection is told by its words, since it has no code", () => {
    expect(databaseFailure(new Error("Connection terminated unexpectedly"))?.code).toBe("unavailable");
    expect(databaseFailure(new Error("timeout exceeded when trying to connect"))?.code).toBe("unavailable");
  });

  it("by its own fault is no failure of the database", () => {
    expect(databaseFailure(failed({ code: "42703" }))).toBeUndefined();
    expect(databaseFailure("a text")).toBeUndefined();
    expect(databaseFailure(null)).toBeUndefined();
  });

  it("by a unique key is known, and which key", () => {
    const duplicate = failed({ code: "23505", constraint: "posts_slug" });
    expect([isDuplicate(duplicate), isDuplicate(duplicate, "posts_slug"), isDuplicate(duplicate, "users_email")]).toEqual([true, true, false]);
    expect(sqlState(duplicate)).toBe("23505");
  });
});
