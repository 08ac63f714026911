import type { Download, EndpointSpec, StreamPart } from "@cofounder/contracts";
import { AppError, type Ctx } from "@cofounder/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import { askerOf, type Authenticate, ownerOf } from "../authenticate.ts";
import type { AdmitDeps, Visit } from "./admit.ts";
import { isLocalRequest, type Origins } from "./context.ts";
import { hearHangUp, withDeadline } from "./deadline.ts";
import { doOnce, fingerprint, type IdempotencyStore, type Outcome, readIdempotencyKey } from "./idempotency.ts";
import { type GivenBody, readInput } from "./input.ts";
import type { Serialize } from "./serialize.ts";
import { applySession, clearSessionCookies, type SessionSettings, takeRefreshCookie } from "./sessions.ts";
import { type OpenStreams, sendStream } from "../stream/send-stream.ts";
import { readForm } from "./uploads.ts";

export interface EndpointDeps extends AdmitDeps {
  authenticate: Authenticate;
  origins: Origins;
  idempotency: IdempotencyStore;
  /** Keys the fingerprints of repeated requests. */
  fingerprintSecret: string;
  streams: OpenStreams;
  sessions: SessionSettings;
  timeouts: { apiMs: number; modelMs: number };
  /** Whether answers are checked against their contract; for tests. */
  checkResponses: boolean;
}

/** An endpoint with what answers it. */
export interface Joined {
  name: string;
  spec: EndpointSpec;
  operation: (ctx: Ctx, input: unknown) => unknown;
  serialize: Serialize;
}

/** Time left for keeping an answer after its operation's time is up. */
const lockGraceMs = 30_000;

/** Answers a request that was let in. */
export async function answer(joined: Joined, { request, reply }: Visit, deps: EndpointDeps): Promise<FastifyReply | void> {
  const input = readInput(joined.spec, request, await readBody(joined.spec, request));
  if (joined.spec.download === true) return answerDownload(joined, { request, reply, input }, deps);
  if (joined.spec.stream === true) return answerStream(joined, { request, reply, input }, deps);
  const usedCookie = takeRefreshCookie(joined.spec, request, input);
  try {
    const { status, text, isReplay } = await withDeadline((signal) => perform(joined, { request, reply, input, signal }, deps), {
      timeoutMs: joined.spec.timeout === "model" ? deps.timeouts.modelMs : deps.timeouts.apiMs,
      onGone: (listener) => hearHangUp(reply, listener),
      reportLate: (error) => request.log.debug({ err: error }, "An operation that was given up failed later."),
    });
    if (isReplay) reply.header("idempotent-replayed", "true");
    reply.code(status);
    return status === 204 ? await reply.send() : await reply.type("application/json; charset=utf-8").send(text);
  } catch (error) {
    // A browser whose session is over should stop sending it.
    if (usedCookie && error instanceof AppError && error.code === "unauthenticated") clearSessionCookies(reply, deps.sessions);
    throw error;
  }
}

async function readBody(spec: EndpointSpec, request: FastifyRequest): Promise<GivenBody> {
  if (!request.isMultipart()) return { fields: request.body };
  if (spec.upload === true) return readForm(request);
  throw new AppError("unsupported", "This operation takes JSON only.");
}

interface Work extends Visit {
  input: Record<string, unknown>;
  signal: AbortSignal;
}

/** Runs the operation: once for its Idempotency-Key where it takes one and one was given. */
async function perform(joined: Joined, work: Work, deps: EndpointDeps): Promise<Outcome> {
  const { request, input } = work;
  const key = joined.spec.idempotent === true ? readIdempotencyKey(request.headers["idempotency-key"]) : undefined;
  if (key === undefined) return { ...(await operate(joined, work, deps)), isReplay: false };
  const { actor } = askerOf(request);
  const account = actor.kind === "anonymous" ? `address:${request.ip}` : actor.id;
  const repeatable = {
    store: deps.idempotency,
    key: `${account}:${joined.name}:${key}`,
    bodyHash: fingerprint(deps.fingerprintSecret, input),
    lockMs: Math.max(deps.timeouts.apiMs, deps.timeouts.modelMs) + lockGraceMs,
  };
  return doOnce(repeatable, (effectKey) => operate(joined, { ...work, effectKey }, deps));
}

async function operate(joined: Joined, work: Work & { effectKey?: string }, deps: EndpointDeps): Promise<{ status: number; text: string }> {
  const { spec } = joined;
  const result = await joined.operation(contextOf(work, deps), work.input);
  if (deps.checkResponses) checkResponse(joined, result);
  const etag = spec.etagOf?.(result as never);
  if (etag !== undefined) work.reply.header("etag", etag);
  applySession(spec, work.reply, { answer: result, settings: deps.sessions });
  if (spec.session !== undefined) work.reply.header("cache-control", "no-store");
  return { status: spec.statusOf?.(result as never) ?? spec.status ?? 200, text: spec.status === 204 ? "" : joined.serialize(result) };
}

function contextOf({ request, signal, effectKey }: Pick<Work, "request" | "signal"> & { effectKey?: string }, deps: EndpointDeps): Ctx {
  const { actor, permissions, sid } = askerOf(request);
  const ctx: Ctx = { actor, permissions, requestId: request.id, signal, ...(effectKey === undefined ? {} : { effectKey }) };
  deps.origins.remember(ctx, { address: request.ip, isLocal: isLocalRequest(request), ...(sid === undefined ? {} : { sessionId: sid }) });
  return ctx;
}

function checkResponse({ name, spec }: Joined, result: unknown): void {
  const parsed = spec.response.safeParse(result);
  if (!parsed.success) throw new AppError("bug", `${name} answered what its contract does not say: ${parsed.error.message}`);
}

async function answerStream(
  joined: Joined,
  { request, reply, input }: Visit & { input: Record<string, unknown> },
  deps: EndpointDeps,
): Promise<void> {
  const asker = askerOf(request);
  const place = deps.streams.open(asker.actor.kind === "anonymous" ? request.ip : asker.actor.id, () => stillKnown(request, deps));
  const timer = asker.endsInMs === undefined ? undefined : setTimeout(place.end, asker.endsInMs);
  hearHangUp(reply, place.end);
  try {
    const parts = (await joined.operation(contextOf({ request, signal: place.signal }, deps), input)) as AsyncIterable<StreamPart>;
    await sendStream(reply, parts, place);
  } finally {
    clearTimeout(timer);
    place.close();
  }
}

/** Sends a file to be saved. It came from elsewhere, so a browser that opens it all the same runs nothing in it (CSP `sandbox`). */
async function answerDownload(
  joined: Joined,
  { request, reply, input }: Visit & { input: Record<string, unknown> },
  deps: EndpointDeps,
): Promise<FastifyReply> {
  const file = await withDeadline(async (signal) => (await joined.operation(contextOf({ request, signal }, deps), input)) as Download, {
    timeoutMs: deps.timeouts.apiMs,
    onGone: (listener) => hearHangUp(reply, listener),
    reportLate: (error) => request.log.debug({ err: error }, "A download that was given up failed later."),
  });
  return reply
    .header("content-disposition", `attachment; filename="${file.name.replaceAll(/[^\w.-]/g, "_")}"`)
    .header("content-security-policy", "default-src 'none'; sandbox")
    .type(file.mediaType)
    .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
}

/** Whether the token still opens what it opened: not expired, not revoked, with the same permissions. */
async function stillKnown(request: FastifyRequest, deps: EndpointDeps): Promise<boolean> {
  const asker = askerOf(request);
  if (asker.token === undefined) return true;
  const { permissions } = (await ownerOf(asker.token, deps.authenticate)) ?? { permissions: undefined };
  return permissions?.size === asker.permissions.size && [...asker.permissions].every((permission) => permissions.has(permission));
}
