import type { User } from "@cofounder/contracts";
import { AppError, type Role } from "@cofounder/kernel";

export interface Account {
  id: string;
  email: string;
  username: string;
  role: Role;
  isActive: boolean;
  createdAt: Date;
}

/** Who may open an account once there is an owner: the invited, everybody, nobody. */
export type RegistrationRule = "invite" | "open" | "closed";

export interface Applicant {
  hasOwner: boolean;
  rule: RegistrationRule;
  /** What the setup token given with the request is worth. */
  setupToken: "none" | "right" | "wrong";
  /** The server runs in development and the request came over loopback. */
  isAtHome: boolean;
}

/**
 * The role that a new account gets. Without an owner: `owner`, for whoever holds the setup token or sits at the machine of
 * a development server. With one: `viewer`, the least, where registration is open. Throws `forbidden` otherwise.
 */
export function roleOfNewcomer(applicant: Applicant): Role {
  if (!applicant.hasOwner) {
    if (applicant.setupToken === "wrong") throw new AppError("forbidden", "This is not the setup token that the server printed when it started.");
    if (applicant.setupToken === "right" || applicant.isAtHome) return "owner";
    throw new AppError("forbidden", "The first account needs the setup token that the server printed when it started, as setup_token.");
  }
  switch (applicant.rule) {
    case "open":
      return "viewer";
    case "invite":
      throw new AppError("forbidden", "Accounts are given by invitation here: ask the owner for one.");
    case "closed":
      throw new AppError("forbidden", "No new accounts are opened here.");
  }
}

/** Owners and admins have tokens signed with a secret of their own. */
export function isPrivileged(role: Role): boolean {
  return role === "owner" || role === "admin";
}

export function userOf(account: Account): User {
  return {
    id: account.id,
    email: account.email,
    username: account.username,
    role: account.role,
    auth_provider: "jwt",
    is_active: account.isActive,
    created_at: account.createdAt.toISOString(),
  };
}
