import { authContract } from "@cofounder/contracts";
import { AppError, anonymous, type Ctx, isAppError } from "@cofounder/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { isLocalRequest, type Origins } from "../endpoint/context.ts";
import { issuesOf } from "../endpoint/input.ts";
import { statusOfCode } from "../problems.ts";
import { setupDonePage, setupFormPage, setupOverPage, type SetupMistakes } from "./setup-form.ts";

export interface SetupDeps {
  origins: Origins;
  publicUrl: string;
  hasOwner: () => Promise<boolean>;
  /** Opens an account: the operation of POST /api/auth/register. */
  register: (ctx: Ctx, input: z.output<typeof authContract.register.body>) => unknown;
}

const maxFormBytes = 10_000;

function sendPage(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).type("text/html; charset=utf-8").header("cache-control", "no-store").send(html);
}

/** A form of ours is posted from a page of ours; browsers say from where. A program that says nothing is no page. */
function assertOwnForm(request: FastifyRequest, publicUrl: string): void {
  const { origin, host } = request.headers;
  const site = request.headers["sec-fetch-site"];
  const isOwn =
    origin === undefined
      ? site === undefined || site === "same-origin"
      : origin === publicUrl || (URL.canParse(origin) && new URL(origin).host === host);
  if (!isOwn) throw new AppError("forbidden", "This form can only be sent from the server's own page.", { reason: "csrf" });
}

function textOf(form: Record<string, unknown>, name: string): string {
  const value = form[name];
  return typeof value === "string" ? value : "";
}

function inputOf(form: Record<string, unknown>): Record<string, string> {
  const token = textOf(form, "setup_token").trim().replace(/^.*#/, "");
  return {
    email: textOf(form, "email").trim(),
    username: textOf(form, "username").trim(),
    password: textOf(form, "password"),
    password_confirm: textOf(form, "password_confirm"),
    ...(token === "" ? {} : { setup_token: token }),
  };
}

function mistakesOf(error: AppError): SetupMistakes {
  const fields = new Map((error.details.issues ?? []).map(({ loc, msg }) => [String(loc.at(-1)), msg]));
  return fields.size > 0 ? { summary: "Some fields need another look.", fields } : { summary: error.message, fields };
}

async function openAccount(request: FastifyRequest, deps: SetupDeps): Promise<void> {
  const parsed = authContract.register.body.safeParse(inputOf(request.body as Record<string, unknown>), { reportInput: true });
  if (!parsed.success) throw new AppError("invalid", "Some fields need another look.", { issues: issuesOf("body", parsed.error) });
  const ctx: Ctx = { actor: anonymous, permissions: new Set(), requestId: request.id };
  deps.origins.remember(ctx, { address: request.ip, isLocal: isLocalRequest(request) });
  await deps.register(ctx, parsed.data);
}

async function answerForm(request: FastifyRequest, reply: FastifyReply, deps: SetupDeps): Promise<FastifyReply> {
  assertOwnForm(request, deps.publicUrl);
  if (await deps.hasOwner()) return sendPage(reply, 409, setupOverPage());
  const { email = "", username = "" } = inputOf(request.body as Record<string, unknown>);
  try {
    await openAccount(request, deps);
    return await sendPage(reply, 201, setupDonePage(username));
  } catch (error) {
    if (!isAppError(error) || error.code === "bug") throw error;
    return await sendPage(reply, statusOfCode[error.code], setupFormPage({ email, username }, mistakesOf(error)));
  }
}

/** `/hub/setup`: one plain form that opens the owner's account, without a script. */
export async function serveSetup(app: FastifyInstance, deps: SetupDeps): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: maxFormBytes }, (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(body.toString())));
    });
    scope.get("/hub/setup", async (_request, reply) =>
      sendPage(reply, 200, (await deps.hasOwner()) ? setupOverPage() : setupFormPage({ email: "", username: "" })),
    );
    scope.post("/hub/setup", async (request, reply) => answerForm(request, reply, deps));
  });
}
