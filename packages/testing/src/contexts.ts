import { type Ctx, type Role, rolePermissions, uuidv7 } from "@cofounder/kernel";

/** The context of a signed-in person with that role. */
export function ctxOf(role: Role, parts: Partial<Ctx> = {}): Ctx {
  return { actor: { kind: "user", id: uuidv7() }, permissions: rolePermissions[role], requestId: `test-${uuidv7()}`, ...parts };
}
