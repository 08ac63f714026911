import { isAppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { type Applicant, isPrivileged, roleOfNewcomer, userOf } from "./account.ts";

const stranger: Applicant = { hasOwner: false, rule: "invite", setupToken: "none", isAtHome: false };

function refusal(applicant: Applicant): string {
  try {
    return `admitted as ${roleOfNewcomer(applicant)}`;
  } catch (error) {
    if (isAppError(error, "forbidden")) return error.message;
    throw error;
  }
}

describe("the first account", () => {
  it("is the owner's, for whoever has the setup token", () => {
    expect(roleOfNewcomer({ ...stranger, setupToken: "right" })).toBe("owner");
  });

  it("is the owner's without a token at the machine of a development server", () => {
    expect(roleOfNewcomer({ ...stranger, isAtHome: true })).toBe("owner");
  });

  it("is refused without a token from elsewhere, whatever the registration rule", () => {
    for (const rule of ["open", "invite", "closed"] as const) expect(refusal({ ...stranger, rule })).toMatch(/needs the setup token/);
  });

  it("is refused with a wrong token even at the machine itself", () => {
    expect(refusal({ ...stranger, isAtHome: true, setupToken: "wrong" })).toMatch(/not the setup token/);
  });
});

describe("every later account", () => {
  const later: Applicant = { ...stranger, hasOwner: true };

  it("is a viewer's where registration is open", () => {
    expect(roleOfNewcomer({ ...later, rule: "open" })).toBe("viewer");
  });

  it("is refused where accounts are given by invitation, or not at all", () => {
    expect(refusal({ ...later, rule: "invite" })).toMatch(/invitation/);
    expect(refusal({ ...later, rule: "closed" })).toMatch(/No new accounts/);
  });

  it("does not become an owner's by a setup token or by being at the machine", () => {
    expect(refusal({ ...later, setupToken: "right", isAtHome: true })).toMatch(/invitation/);
    expect(roleOfNewcomer({ ...later, rule: "open", setupToken: "right", isAtHome: true })).toBe("viewer");
  });
});

it("owners and admins alone are privileged", () => {
  expect((["owner", "admin", "editor", "viewer"] as const).filter(isPrivileged)).toEqual(["owner", "admin"]);
});

it("an account is shown without anything that proves who it is", () => {
  const shown = userOf({
    id: "1",
    email: "Ada@example.org",
    username: "ada",
    role: "editor",
    isActive: true,
    createdAt: new Date("2026-01-02T03:04:05.678Z"),
  });
  expect(shown).toEqual({
    id: "1",
    email: "Ada@example.org",
    username: "ada",
    role: "editor",
    auth_provider: "jwt",
    is_active: true,
    created_at: "2026-01-02T03:04:05.678Z",
  });
});
