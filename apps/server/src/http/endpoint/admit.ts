import type { EndpointSpec } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Asker, type Authenticate, findAsker, notSignedIn, stranger } from "../authenticate.ts";
import { applyVerdict, type Limits } from "../edge/limits.ts";
import { csrfMissing, hasCsrfToken } from "./sessions.ts";

export interface Visit {
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface AdmitDeps {
  authenticate: Authenticate;
  limits: Limits;
}

/**
 * Before the body is read: finds out who asks, and refuses who may not. The operation checks the
 * permission again; here it only saves reading what is refused anyway.
 */
export async function admit(spec: EndpointSpec, { request, reply }: Visit, deps: AdmitDeps): Promise<void> {
  const asker = trusted(spec, request, await findAsker(request, deps.authenticate));
  request.asker = asker;
  if (asker.actor.kind !== "anonymous") applyVerdict(reply, await deps.limits.countAccount(request, asker.actor.id));
  if (spec.auth === "public") return;
  if (asker.actor.kind === "anonymous") throw notSignedIn(request);
  if (spec.auth !== "signed_in" && !asker.permissions.has(spec.auth)) throw new AppError("forbidden", `This needs the permission ${spec.auth}.`);
}

/** A write made by cookie alone may come from a page of another site: it is a stranger's, or refused where strangers may not write. */
function trusted(spec: EndpointSpec, request: FastifyRequest, asker: Asker): Asker {
  if (asker.via !== "cookie" || spec.method === "GET" || hasCsrfToken(request)) return asker;
  if (spec.auth === "public") return stranger;
  throw csrfMissing();
}
