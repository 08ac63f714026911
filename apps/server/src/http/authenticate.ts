import { AppError, type Actor, anonymous, isAppError, type Permission } from "@cofounder/kernel";
import type { FastifyRequest } from "fastify";
import { sessionCookies } from "./endpoint/sessions.ts";

export interface Authenticated {
  actor: Actor;
  permissions: ReadonlySet<Permission>;
  /** The session that the token belongs to. */
  sid: string;
  /** Milliseconds until the token ends, and with it the streams that it opened. */
  endsInMs: number;
}

/** Says whose token it is; null, or an `unauthenticated` error, for one that is expired, revoked or not ours. */
export type Authenticate = (token: string) => Promise<Authenticated | null>;

/** Who makes a request, and how that is known. */
export interface Asker {
  actor: Actor;
  permissions: ReadonlySet<Permission>;
  sid?: string;
  endsInMs?: number;
  via: "nothing" | "bearer" | "cookie";
  token?: string;
}

export const stranger: Asker = { actor: anonymous, permissions: new Set(), via: "nothing" };

/** The token of a request: a bearer token, else the session cookie. */
export function tokenOf(request: FastifyRequest): Pick<Asker, "via"> & { token: string } {
  const header = request.headers.authorization;
  if (header !== undefined) return { via: "bearer", token: /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "" };
  const cookie = request.cookies[sessionCookies.access];
  return cookie === undefined || cookie === "" ? { via: "nothing", token: "" } : { via: "cookie", token: cookie };
}

/** Whose token it is now; undefined for one that opens nothing. Throws when that cannot be found out. */
export async function ownerOf(token: string, authenticate: Authenticate): Promise<Authenticated | undefined> {
  try {
    return (await authenticate(token)) ?? undefined;
  } catch (error) {
    if (isAppError(error, "unauthenticated")) return undefined;
    throw error;
  }
}

/** Who asks; a stranger when there is no token or one that opens nothing. */
export async function findAsker(request: FastifyRequest, authenticate: Authenticate): Promise<Asker> {
  const { via, token } = tokenOf(request);
  if (token === "" || token.length > 4096) return stranger;
  const known = await ownerOf(token, authenticate);
  return known === undefined ? stranger : { ...known, via, token };
}

export function notSignedIn(request: FastifyRequest): AppError {
  const wasGiven = tokenOf(request).via !== "nothing";
  return new AppError("unauthenticated", wasGiven ? "The session has ended. Sign in again." : "Sign in to do this.");
}

/** Who was let in with this request. */
export function askerOf(request: FastifyRequest): Asker {
  return request.asker ?? stranger;
}

declare module "fastify" {
  interface FastifyRequest {
    asker: Asker | undefined;
  }
}
