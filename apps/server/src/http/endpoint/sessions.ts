import { randomBytes, timingSafeEqual } from "node:crypto";
import type { EndpointSpec } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { FastifyReply, FastifyRequest } from "fastify";

/** The cookies of a browser's session. The last one is readable by the page, which repeats it in X-CSRF-Token. */
export const sessionCookies = { access: "cofounder_access", refresh: "cofounder_refresh", csrf: "cofounder_csrf" } as const;

/** Only these addresses ever see the refresh token. */
const refreshPath = "/api/auth";

export interface SessionSettings {
  isHttps: boolean;
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
}

interface TokenPair {
  accessToken: string;
  refreshToken: string;
}

export function setSessionCookies(reply: FastifyReply, tokens: TokenPair, settings: SessionSettings): void {
  const shared = { sameSite: "lax", secure: settings.isHttps } as const;
  const kept = { ...shared, maxAge: settings.refreshTokenSeconds };
  reply.setCookie(sessionCookies.access, tokens.accessToken, { ...shared, httpOnly: true, path: "/", maxAge: settings.accessTokenSeconds });
  reply.setCookie(sessionCookies.refresh, tokens.refreshToken, { ...kept, httpOnly: true, path: refreshPath });
  reply.setCookie(sessionCookies.csrf, randomBytes(24).toString("base64url"), { ...kept, httpOnly: false, path: "/" });
}

export function clearSessionCookies(reply: FastifyReply, { isHttps }: SessionSettings): void {
  const shared = { sameSite: "lax", secure: isHttps } as const;
  reply.clearCookie(sessionCookies.access, { ...shared, httpOnly: true, path: "/" });
  reply.clearCookie(sessionCookies.refresh, { ...shared, httpOnly: true, path: refreshPath });
  reply.clearCookie(sessionCookies.csrf, { ...shared, path: "/" });
}

/** Double submit: a page of ours can read the cookie and repeat it, a page of another site cannot. */
export function hasCsrfToken(request: FastifyRequest): boolean {
  const cookie = request.cookies[sessionCookies.csrf] ?? "";
  const header = request.headers["x-csrf-token"];
  if (cookie === "" || typeof header !== "string") return false;
  const [expected, given] = [Buffer.from(cookie), Buffer.from(header)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

export function csrfMissing(): AppError {
  return new AppError("forbidden", "A change made with the session cookie needs the X-CSRF-Token header with the value of its cookie.", {
    reason: "csrf",
  });
}

/** A refresh by cookie: puts the cookie's token where the body has none. Returns true when it did. */
export function takeRefreshCookie(spec: EndpointSpec, request: FastifyRequest, input: Record<string, unknown>): boolean {
  if (spec.session !== "renew" || input["refreshToken"] !== undefined || input["refresh_token"] !== undefined) return false;
  const cookie = request.cookies[sessionCookies.refresh];
  if (cookie === undefined || cookie === "") return false;
  if (!hasCsrfToken(request)) throw csrfMissing();
  input["refreshToken"] = cookie;
  return true;
}

/** What a successful answer does to the cookies. */
export function applySession(spec: EndpointSpec, reply: FastifyReply, given: { answer: unknown; settings: SessionSettings }): void {
  if (spec.session === "start" || spec.session === "renew") setSessionCookies(reply, given.answer as TokenPair, given.settings);
  else if (spec.session === "end") clearSessionCookies(reply, given.settings);
}
