import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApp, operationsOf, type TestApp } from "./fixture.ts";

const page = Buffer.from("<script>alert(1)</script> café");
let server: TestApp;

beforeAll(async () => {
  const getSnapshot = () => ({ name: 'a"b\r\nc.html', mediaType: "text/html", bytes: page });
  server = await createTestApp({ operations: operationsOf({ research: { getSnapshot } }) });
});
afterAll(() => server.app.close());

describe("a file that is handed out", () => {
  it("is saved and not shown, byte for byte, and runs nothing in a browser that shows it all the same", async () => {
    const answer = await server.app.inject({
      url: "/api/research/sources/0198a3f0-0000-7000-8000-000000000001/snapshot",
      headers: { authorization: "Bearer viewer" },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(page)).toBe(true);
    expect(answer.headers).toMatchObject({
      "content-type": expect.stringMatching(/^text\/html/) as string,
      "content-disposition": 'attachment; filename="a_b__c.html"',
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
  });
});
