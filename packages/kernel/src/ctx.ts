import { AppError } from "./errors.ts";
import type { Permission } from "./permissions.ts";

export type Actor =
  | { kind: "user"; id: string }
  | { kind: "agent"; id: string; onBehalfOf?: string }
  | { kind: "system"; id: string; onBehalfOf?: string }
  | { kind: "anonymous"; id: "anonymous" };

/** Who asks, with what rights, for which request. Built by a door or, for each step, by the engine; never stored. */
export interface Ctx {
  actor: Actor;
  permissions: ReadonlySet<Permission>;
  requestId: string;
  /** The task in whose workflow this happens. */
  taskId?: string;
  /** Names this effect across retries: a write that has been done under it returns the stored result. */
  effectKey?: string;
  /** Aborted when the caller is gone, the task is cancelled or time is up. */
  signal?: AbortSignal;
}

export const anonymous: Actor = { kind: "anonymous", id: "anonymous" };

export function anonymousCtx(requestId: string): Ctx {
  return { actor: anonymous, permissions: new Set(), requestId };
}

/** Throws `unauthenticated` for a stranger and `forbidden` for somebody known who lacks the permission. */
export function allow(ctx: Ctx, permission: Permission): void {
  if (ctx.permissions.has(permission)) return;
  if (ctx.actor.kind === "anonymous") throw new AppError("unauthenticated", "Sign in to do this.");
  throw new AppError("forbidden", `This needs the permission ${permission}.`);
}

export function isAllowed(ctx: Ctx, permission: Permission): boolean {
  return ctx.permissions.has(permission);
}

/** The id of the person behind the actor, or null for the system itself and strangers. */
export function personOf(ctx: Ctx): string | null {
  switch (ctx.actor.kind) {
    case "user":
      return ctx.actor.id;
    case "agent":
    case "system":
      return ctx.actor.onBehalfOf ?? null;
    case "anonymous":
      return null;
  }
}
