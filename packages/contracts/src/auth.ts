import { roles } from "@cofounder/kernel";
import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { id, time } from "./shapes.ts";

const email = z
  .string()
  .max(254)
  .regex(/^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$/, "is not an e-mail address");
const password = z.string().min(12, "needs at least 12 characters").max(128);

export const user = z.object({
  id,
  email: z.string(),
  username: z.string(),
  role: z.enum(roles),
  auth_provider: z.literal("jwt"),
  is_active: z.boolean(),
  created_at: time,
});
export type User = z.infer<typeof user>;

export const tokens = z.object({ success: z.literal(true), accessToken: z.string(), refreshToken: z.string(), user });
export type Tokens = z.infer<typeof tokens>;

export const register = endpoint({
  method: "POST",
  path: "/api/auth/register",
  summary: "Create an account; the first one is the owner",
  auth: "public",
  body: z.strictObject({
    email,
    username: z
      .string()
      .min(3)
      .max(50)
      .regex(/^[a-zA-Z0-9._-]+$/, "may hold letters, digits, dot, underscore and hyphen"),
    password,
    password_confirm: z.string().max(128),
    setup_token: z.string().max(200).optional(),
  }),
  response: z.object({ success: z.literal(true), message: z.string(), user }),
  status: 201,
  errors: ["conflict", "forbidden", "limit"],
  idempotent: true,
});

export const login = endpoint({
  method: "POST",
  path: "/api/auth/login",
  summary: "Sign in with e-mail and password",
  auth: "public",
  body: z.strictObject({ email, password: z.string().min(1).max(128) }),
  response: tokens,
  errors: ["unauthenticated", "limit"],
  session: "start",
});

export const refresh = endpoint({
  method: "POST",
  path: "/api/auth/refresh",
  summary: "Exchange a refresh token for a new pair",
  auth: "public",
  body: z.strictObject({ refreshToken: z.string().max(500).optional(), refresh_token: z.string().max(500).optional() }),
  response: tokens,
  errors: ["unauthenticated"],
  session: "renew",
});

export const logout = endpoint({
  method: "POST",
  path: "/api/auth/logout",
  summary: "End this session; its tokens stop working at once",
  auth: "signed_in",
  body: z.strictObject({}),
  response: z.object({ success: z.literal(true), message: z.string() }),
  session: "end",
});

export const getMe = endpoint({
  method: "GET",
  path: "/api/auth/me",
  summary: "The account that asks",
  auth: "signed_in",
  response: user,
  tier: 1,
});
