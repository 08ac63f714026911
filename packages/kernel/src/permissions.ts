/** Everything that can be allowed, `module.verb`. Operations check these, never roles. */
export const permissions = [
  "tasks.read",
  "tasks.write",
  "approvals.read",
  "approvals.decide",
  "content.write",
  "research.read",
  "research.write",
  "memory.read",
  "memory.write",
  "cms.read_drafts",
  "cms.write",
  "cms.publish",
  "settings.read",
  "settings.write",
  "events.read",
  "ops.read",
  "users.manage",
] as const;

export type Permission = (typeof permissions)[number];

export const roles = ["owner", "admin", "editor", "viewer"] as const;
export type Role = (typeof roles)[number];

const viewer: readonly Permission[] = [
  "tasks.read",
  "approvals.read",
  "research.read",
  "memory.read",
  "cms.read_drafts",
  "settings.read",
  "events.read",
];
const editor: readonly Permission[] = [
  ...viewer,
  "tasks.write",
  "approvals.decide",
  "content.write",
  "research.write",
  "memory.write",
  "cms.write",
  "cms.publish",
];
const admin: readonly Permission[] = [...editor, "settings.write", "ops.read", "users.manage"];

/** What each role may do. A user holds exactly one role. */
export const rolePermissions: Record<Role, ReadonlySet<Permission>> = {
  viewer: new Set(viewer),
  editor: new Set(editor),
  admin: new Set(admin),
  owner: new Set(permissions),
};
