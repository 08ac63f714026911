import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type AccessClaims, createAccessTokens } from "./access-token.ts";

const minute = 60_000;
const options = {
  jwtSecret: "a secret for everybody, 32 bytes long",
  adminJwtSecret: "another secret for the owner, 32 bytes",
  accessTokenMs: 15 * minute,
};
const tokens = createAccessTokens(options);
const now = new Date("2026-03-01T09:00:00.000Z");
const editor: AccessClaims = { sub: "person-1", role: "editor", sid: "session-1", jti: "token-1" };
const owner: AccessClaims = { ...editor, role: "owner" };

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const partOf = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString()) as Record<string, unknown>;

function forged(header: object, claims: object, secret: string): string {
  const input = `${part(header)}.${part(claims)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

describe("an access token", () => {
  it("says who, for which session and for whom, and names its key", () => {
    const token = tokens.sign(editor, now);
    expect(partOf(token, 0)).toMatchObject({ alg: "HS256", typ: "JWT" });
    expect(partOf(token, 0)["kid"]).toMatch(/^user-/);
    expect(partOf(token, 1)).toEqual({
      ...editor,
      iss: "cofounder",
      aud: "cofounder-api",
      iat: now.getTime() / 1000,
      exp: (now.getTime() + 15 * minute) / 1000,
    });
  });

  it.each([1, 15, 1440])("is read back for the %i minutes that it was made for and not a moment longer", (minutes) => {
    const lasting = createAccessTokens({ ...options, accessTokenMs: minutes * minute });
    const token = lasting.sign(editor, now);
    const end = new Date(now.getTime() + minutes * minute);
    expect(lasting.read(token, new Date(end.getTime() - 1))).toMatchObject({ claims: editor, expiresAt: end, isPrivileged: false });
    expect(lasting.read(token, end)).toBeUndefined();
  });

  it("is read no longer than one made now would be, and no longer than it says", () => {
    const shorter = createAccessTokens({ ...options, accessTokenMs: 5 * minute });
    const end = new Date(now.getTime() + 5 * minute);
    for (const [signer, reader] of [[tokens, shorter] as const, [shorter, tokens] as const]) {
      expect(reader.read(signer.sign(editor, now), now)?.expiresAt).toEqual(end);
      expect(reader.read(signer.sign(editor, now), end)).toBeUndefined();
    }
  });

  it("of an owner or admin is signed with their own secret", () => {
    const token = tokens.sign(owner, now);
    expect(tokens.read(token, now)?.isPrivileged).toBe(true);
    expect(partOf(token, 0)["kid"]).toMatch(/^admin-/);
    expect(createAccessTokens({ ...options, jwtSecret: "the other secret has been changed" }).read(token, now)).toBeDefined();
    expect(createAccessTokens({ ...options, adminJwtSecret: "this secret has been changed too!" }).read(token, now)).toBeUndefined();
  });
});

describe("what is no token of ours is not read", () => {
  const real = tokens.sign(editor, now);
  const claims = partOf(real, 1);
  const header = partOf(real, 0);

  it.each([
    ["nothing", ""],
    ["noise", "a.b.c"],
    ["a cut token", real.slice(0, -1)],
    ["a token without its signature", `${real.split(".").slice(0, 2).join(".")}.`],
    ["another algorithm", `${part({ alg: "none", typ: "JWT", kid: header["kid"] })}.${real.split(".")[1]}.`],
    ["other claims under the same signature", real.replace(real.split(".")[1] ?? "", part({ ...claims, role: "owner" }))],
    ["a key it names but was not signed with", forged(partOf(tokens.sign(owner, now), 0), { ...claims, role: "owner" }, options.jwtSecret)],
    ["another issuer", forged(header, { ...claims, iss: "somebody" }, options.jwtSecret)],
    ["another audience", forged(header, { ...claims, aud: "something" }, options.jwtSecret)],
    ["a missing session", forged(header, { ...claims, sid: undefined }, options.jwtSecret)],
    ["a missing beginning", forged(header, { ...claims, iat: undefined }, options.jwtSecret)],
    ["a missing expiry", forged(header, { ...claims, exp: undefined }, options.jwtSecret)],
  ])("%s", (_, token) => {
    expect(tokens.read(token, now)).toBeUndefined();
  });

  it("though the same hand-made token is read when nothing is wrong with it", () => {
    expect(tokens.read(forged(header, claims, options.jwtSecret), now)).toBeDefined();
  });
});
