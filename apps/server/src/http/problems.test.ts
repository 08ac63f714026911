import { AppError, errorCodes } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { problemOf, statusOfCode, toAppError, wrongMethod } from "./problems.ts";

const place = { path: "/api/posts", requestId: "request-1" };

describe("a problem document", () => {
  it("has every member that a reader needs", () => {
    const { document, headers } = problemOf(new AppError("not_found", "There is no such post."), place);
    expect(document).toEqual({
      type: "about:blank",
      title: "Not Found",
      status: 404,
      detail: "There is no such post.",
      instance: "/api/posts",
      code: "not_found",
      request_id: "request-1",
    });
    expect(headers).toEqual({ "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" });
  });

  it.each(errorCodes.map((code) => [code, statusOfCode[code]] as const))("of %s has the status %i", (code, status) => {
    expect(problemOf(new AppError(code, "So it is."), place).document.status).toBe(status);
  });

  it("names each wrong field", () => {
    const issues = [{ loc: ["body", "topic"], msg: "is required", type: "missing" }];
    expect(problemOf(new AppError("invalid", "The topic is missing.", { issues }), place).document.errors).toEqual(issues);
  });

  it("carries the allowed moves, the narrower code and what else the operation names", () => {
    const error = new AppError("conflict", "It is done already.", {
      allowed: ["retry"],
      reason: "already_decided",
      extra: { decision: "approve", status: 200 },
    });
    expect(problemOf(error, place).document).toMatchObject({ status: 409, allowed: ["retry"], code: "already_decided", decision: "approve" });
  });

  it("tells when to come back, which tag is current, how to sign in and which methods there are", () => {
    expect(problemOf(new AppError("limit", "Wait.", { retryAfterSeconds: 6.2 }), place).headers["retry-after"]).toBe("7");
    expect(problemOf(new AppError("stale", "It changed.", { etag: '"a"' }), place).headers["etag"]).toBe('"a"');
    expect(problemOf(new AppError("unauthenticated", "Sign in."), place).headers["www-authenticate"]).toBe("Bearer");
    const wrong = problemOf(wrongMethod(["GET", "POST"]), place);
    expect([wrong.document.status, wrong.document.code, wrong.headers["allow"]]).toEqual([405, "method_not_allowed", "GET, POST"]);
  });
});

describe("whatever is thrown", () => {
  it("stays what it is when the house threw it", () => {
    const error = new AppError("forbidden", "No.");
    expect(toAppError(error)).toBe(error);
  });

  it.each([
    [{ statusCode: 400, code: "FST_ERR_CTP_INVALID_JSON_BODY" }, "malformed"],
    [{ statusCode: 413, code: "FST_ERR_CTP_BODY_TOO_LARGE" }, "too_large"],
    [{ statusCode: 415, code: "FST_ERR_CTP_INVALID_MEDIA_TYPE" }, "unsupported"],
    [{ statusCode: 413, code: "FST_REQ_FILE_TOO_LARGE" }, "too_large"],
    [{ statusCode: 413, code: "FST_FILES_LIMIT" }, "invalid"],
    [{ statusCode: 500, code: "FST_PROTO_VIOLATION" }, "malformed"],
    [{ statusCode: 503 }, "unavailable"],
  ])("by the web server is translated: %o is %s", (fields, code) => {
    expect(toAppError(Object.assign(new Error("inside"), fields)).code).toBe(code);
  });

  it.each([new Error("secret detail"), "a text", undefined, null, { statusCode: 418 }])("without a plan is a bug without detail: %o", (thrown) => {
    const error = toAppError(thrown);
    expect(error.code).toBe("bug");
    expect(error.message).toBe("The server met an error of its own. The request id finds it in the log.");
  });
});
