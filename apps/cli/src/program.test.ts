import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeCredentials } from "./credentials.ts";
import { runCli } from "./program.ts";
import type { Terminal } from "./terminal.ts";

interface Asked {
  route: string;
  token: string | undefined;
  body: unknown;
}

type Answer = { status: number; body: unknown };

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

const problem = (status: number, detail: string, rest: object = {}) => ({
  status,
  body: { type: "about:blank", title: "x", status, detail, instance: "/", code: "x", request_id: "r", ...rest },
});

describe("the command line", () => {
  let folder: string;
  let server: Server;
  let origin: string;
  let asked: Asked[];
  let answers: Record<string, (request: Asked) => Answer>;
  let printed: string[];
  let noted: string[];

  const terminal: Terminal = {
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    progress: (line) => void noted.push(line),
    ask: () => Promise.reject(new Error("nobody is there")),
    isInteractive: false,
    colours: pc.createColors(false),
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "cofounder-cli-"));
    [asked, answers, printed, noted] = [[], {}, [], []];
    const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const path = (request.url ?? "").split("?")[0] ?? "";
      const seen = { route: `${request.method} ${path}`, token: request.headers.authorization?.slice(7), body: await bodyOf(request) };
      asked.push(seen);
      const { status, body } = answers[seen.route]?.(seen) ?? problem(404, "There is nothing here.");
      response.writeHead(status, { "content-type": status >= 400 ? "application/problem+json" : "application/json" }).end(JSON.stringify(body));
    };
    server = createServer((request, response) => void reply(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const file = () => join(folder, "credentials.json");
  const run = (...args: string[]) =>
    runCli(
      args,
      {
        ...{ server: origin, credentialsFile: file(), email: "a@b.example", password: "correct horse", isColourful: false },
        serverProgram: { file: join(folder, "server.mjs"), folder },
      },
      terminal,
    );

  /** A server's program that tells how it was started, and ends with this code. */
  const putServerProgram = (exitCode: number): void =>
    writeFileSync(
      join(folder, "server.mjs"),
      `process.stdout.write(process.argv.slice(2).join(" ") + "\\nin " + process.cwd() + "\\n");\nprocess.stderr.write("and a warning\\n");\nprocess.exitCode = ${exitCode};\n`,
    );

  it("signs in, keeps the session and uses it", async () => {
    answers["POST /api/auth/login"] = () => ({
      status: 200,
      body: { success: true, accessToken: "A", refreshToken: "R", user: { username: "ada", role: "owner" } },
    });
    answers["GET /api/tasks"] = () => ({ status: 200, body: { tasks: [], total: 0, offset: 0, limit: 20 } });
    expect(await run("login")).toBe(0);
    expect(await run("tasks")).toBe(0);
    expect(asked.at(-1)?.token).toBe("A");
    expect(printed.at(-1)).toMatch(/No tasks yet/);
  });

  it("renews a token that has run out, once, and goes on", async () => {
    writeCredentials(file(), origin, { accessToken: "old", refreshToken: "R1" });
    answers["GET /api/approvals"] = ({ token }) =>
      token === "new" ? { status: 200, body: { data: [], next_cursor: null } } : problem(401, "Sign in again.");
    answers["POST /api/auth/refresh"] = () => ({ status: 200, body: { success: true, accessToken: "new", refreshToken: "R2", user: {} } });
    expect(await run("--json", "approvals")).toBe(0);
    expect(JSON.parse(printed[0] ?? "")).toEqual({ data: [], next_cursor: null });
    expect(asked.map((request) => request.route)).toEqual(["GET /api/approvals", "POST /api/auth/refresh", "GET /api/approvals"]);
  });

  it("sends files as text with their format, and addresses as they are", async () => {
    const source = join(folder, "note.md");
    writeFileSync(source, "# Note\n\nOvens use 9.4 kWh.");
    answers["POST /api/content/tasks"] = () => ({ status: 201, body: { task_id: "t1", status: "pending" } });
    expect(await run("write", "Ovens", "-s", source, "-s", "https://a.example/x", "--length", "400", "--publish")).toBe(0);
    expect(asked[0]?.body).toEqual({
      topic: "Ovens",
      sources: [{ text: "# Note\n\nOvens use 9.4 kWh.", format: "markdown" }, { url: "https://a.example/x" }],
      target_length: 400,
      publish_mode: "publish",
    });
  });

  it("signs for the blocking problems that are left with the reason given", async () => {
    const checks = {
      problems: [
        { rule: "coverage", severity: "blocking", start: 1, end: 2, message: "m" },
        { rule: "x", severity: "info", start: 0, end: 1, message: "n" },
      ],
    };
    answers["GET /api/approvals/a1"] = () => ({ status: 200, body: { checks } });
    answers["POST /api/approvals/a1/decide"] = () => ({ status: 200, body: { title: "T", status: "approved" } });
    expect(await run("approve", "a1", "--sign-for", "Measured it")).toBe(0);
    expect(asked.at(-1)?.body).toEqual({ decision: "approve", overrides: [{ rule: "coverage", start: 1, end: 2, reason: "Measured it" }] });
  });

  it("tells by its exit code how it ended", async () => {
    expect(await run("nonsense")).toBe(2);
    expect(await run("write", "Topic", "-s", join(folder, "gone.md"))).toBe(2);
    answers["GET /api/tasks"] = () => problem(401, "Sign in to do this.");
    expect(await run("tasks")).toBe(3);
    expect(noted.at(-1)).toBe("Sign in to do this. Run `cofounder login`.");
    answers["POST /api/tasks/t1/cancel"] = () => problem(409, "A task that is completed cannot be asked to cancel.");
    expect(await run("task", "cancel", "t1")).toBe(4);
    answers["POST /api/content/tasks"] = () =>
      problem(422, "sources: give at least one", { errors: [{ loc: ["body", "sources"], msg: "give at least one", type: "missing" }] });
    expect(await run("write", "Topic")).toBe(1);
    expect(noted.at(-1)).toMatch("body.sources: give at least one");
    expect(await run("--server", "http://127.0.0.1:9", "tasks")).toBe(5);
    expect(noted.at(-1)).toMatch("No server answers at http://127.0.0.1:9");
  });

  it("says what is wrong and how to mend it", async () => {
    answers["GET /api/health"] = () => ({
      status: 200,
      body: { status: "healthy", version: "0.1.0", components: { database: "healthy", vector_search: "lexical_only" } },
    });
    expect(await run("doctor")).toBe(0);
    expect(printed).toContain("Search works by words only. For search by meaning run in the database: create extension vector;");
  });

  describe("where no server answers", () => {
    const nobody = "http://127.0.0.1:9";

    it("looks with the server's own program, in the clone's folder, and ends as that does", async () => {
      putServerProgram(0);
      expect(await run("--server", nobody, "doctor")).toBe(0);
      expect(printed).toEqual(expect.arrayContaining(["--command=doctor", `in ${realpathSync(folder)}`, "and a warning"]));
      expect(noted).toEqual([expect.stringContaining(`No server answers at ${nobody}`)]);
      putServerProgram(1);
      expect(await run("--server", nobody, "doctor")).toBe(1);
    });

    it("does not look here for what is wrong with a server elsewhere", async () => {
      putServerProgram(0);
      expect(await run("--server", "http://server.invalid:9", "doctor")).toBe(5);
      expect(printed).toEqual([]);
    });

    it("says so when the server's program was not built", async () => {
      expect(await run("--server", nobody, "doctor")).toBe(1);
      expect(noted.at(-1)).toContain("npm run build");
    });
  });

  describe("the trail of events", () => {
    it.each([0, 1, 2])("is verified by the server's own program, whose exit code %i is the command's", async (exitCode) => {
      putServerProgram(exitCode);
      expect(await run("audit", "verify")).toBe(exitCode);
      expect(printed).toContain("--command=audit-verify");
      expect(asked).toEqual([]);
    });

    it("is told of in JSON when that is asked for", async () => {
      putServerProgram(1);
      expect(await run("--json", "audit", "verify")).toBe(1);
      expect(JSON.parse(printed[0] ?? "")).toMatchObject({
        command: "audit-verify",
        exit_code: 1,
        lines: expect.arrayContaining(["and a warning"]) as string[],
      });
    });
  });
});
