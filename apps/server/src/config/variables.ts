import { z } from "zod";
import { endpointList, flag, httpUrl, oneOf, origins, secretText, text, trustedProxies, wholeNumber } from "./variable-shapes.ts";

interface Variable {
  section: string;
  schema: z.ZodType;
  /** The default as a reader of the documentation sees it. */
  fallback: string;
  says: string;
}

const variable = <const Spec extends Variable>(spec: Spec): Spec => spec;

/** Every variable that has an effect, in the order of the documentation. */
export const variables = {
  ENVIRONMENT: variable({
    section: "Server",
    schema: oneOf(["development", "staging", "production"]).optional(),
    fallback: "development",
    says: "What this server is for. `NODE_ENV` is read when it is unset. Staging and production want their secrets given.",
  }),
  HOST: variable({
    section: "Server",
    schema: text(255).optional(),
    fallback: "127.0.0.1 in development, else 0.0.0.0",
    says: "Address to listen on. In a container the default is 0.0.0.0.",
  }),
  PORT: variable({
    section: "Server",
    schema: wholeNumber(0, 65_535).prefault("8000"),
    fallback: "8000",
    says: "Port to listen on; `--port` goes before it. 0 takes a free one.",
  }),
  PUBLIC_URL: variable({
    section: "Server",
    schema: httpUrl().optional(),
    fallback: "http://localhost:PORT",
    says: "Origin under which people reach the server. With https, cookies are marked Secure.",
  }),
  DATA_DIR: variable({
    section: "Server",
    schema: text(4096).prefault(".data"),
    fallback: ".data",
    says: "Folder of the embedded database and of the secrets that development makes.",
  }),
  TRUST_PROXY: variable({
    section: "Server",
    schema: trustedProxies().optional(),
    fallback: "false",
    says: "Who may say the visitor's address in X-Forwarded-For: `true` for one proxy, a number of them, or their addresses.",
  }),
  DEBUG: variable({
    section: "Logs",
    schema: flag().prefault("false"),
    fallback: "false",
    says: "Readable logs at level DEBUG. Answers never gain detail by it; refused in production.",
  }),
  LOG_LEVEL: variable({
    section: "Logs",
    schema: oneOf(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], { WARN: "WARNING", TRACE: "DEBUG", FATAL: "CRITICAL" }).optional(),
    fallback: "DEBUG, in production INFO",
    says: "The least severe lines that are written.",
  }),
  LOG_FORMAT: variable({
    section: "Logs",
    schema: oneOf(["JSON", "TEXT"]).optional(),
    fallback: "text in development, else json",
    says: "One JSON object a line, or lines for people.",
  }),
  DATABASE_URL: variable({
    section: "Database",
    schema: text(4096).prefault("embedded"),
    fallback: "(embedded)",
    says: "`postgres://…` for a server; `file:path`, `pglite:path`, `sqlite:///path` or empty for the embedded PostgreSQL.",
  }),
  DATABASE_POOL_MIN_SIZE: variable({
    section: "Database",
    schema: wholeNumber(0, 1000).prefault("5"),
    fallback: "5",
    says: "Connections kept open when idle.",
  }),
  DATABASE_POOL_MAX_SIZE: variable({
    section: "Database",
    schema: wholeNumber(2, 1000).prefault("20"),
    fallback: "20",
    says: "Connections of this process, the workflow engine's and the listening one included.",
  }),
  DATABASE_POOL_OVERFLOW: variable({
    section: "Database",
    schema: wholeNumber(0, 1000).prefault("10"),
    fallback: "10",
    says: "Connections above the maximum in a burst; each is closed after use.",
  }),
  DATABASE_POOL_TIMEOUT_SECONDS: variable({
    section: "Database",
    schema: wholeNumber(1, 600).prefault("30"),
    fallback: "30",
    says: "Longest wait for a connection.",
  }),
  DATABASE_POOL_IDLE_SECONDS: variable({
    section: "Database",
    schema: wholeNumber(1, 86_400).prefault("900"),
    fallback: "900",
    says: "An idle connection is closed after so long.",
  }),
  BLOB_STORE: variable({
    section: "Database",
    schema: z
      .string()
      .regex(/^(?:database|file:.+)$/, "must be `database` or `file:path`")
      .prefault("database"),
    fallback: "database",
    says: "Where source snapshots are kept: `database` (shared by all replicas) or `file:path`.",
  }),
  REDIS_URL: variable({
    section: "Database",
    schema: secretText(/^rediss?:\/\/.+/, "must start with redis:// or rediss://").optional(),
    fallback: "(none)",
    says: "Shares the rate limits between replicas.",
  }),
  JWT_SECRET: variable({
    section: "Secrets",
    schema: text(4096).optional(),
    fallback: "made in development",
    says: "Signs access tokens. At least 32 bytes, unlike the others; required in staging and production.",
  }),
  ADMIN_JWT_SECRET: variable({
    section: "Secrets",
    schema: text(4096).optional(),
    fallback: "made in development",
    says: "Signs the access tokens of owners and admins. Same rules.",
  }),
  DATABASE_ENCRYPTION_KEY: variable({
    section: "Secrets",
    schema: text(4096).optional(),
    fallback: "made in development",
    says: "Encrypts stored secrets. Same rules.",
  }),
  SETUP_TOKEN: variable({
    section: "Secrets",
    schema: secretText(/^[\x21-\x7e]{16,200}$/, "needs 16 to 200 printable characters").optional(),
    fallback: "printed at the start",
    says: "Opens the owner account while there is none.",
  }),
  METRICS_TOKEN: variable({
    section: "Secrets",
    schema: secretText(/^[\x21-\x7e]{16,200}$/, "needs 16 to 200 printable characters").optional(),
    fallback: "(none)",
    says: "Bearer token that opens `/metrics` to a scraper on another host.",
  }),
  ACCESS_TOKEN_EXPIRE_MINUTES: variable({
    section: "Accounts",
    schema: wholeNumber(1, 1440).prefault("15"),
    fallback: "15",
    says: "Life of an access token.",
  }),
  REFRESH_TOKEN_EXPIRE_DAYS: variable({
    section: "Accounts",
    schema: wholeNumber(1, 365).prefault("7"),
    fallback: "7",
    says: "A session that is not used for so long ends.",
  }),
  MAX_LOGIN_ATTEMPTS: variable({
    section: "Accounts",
    schema: wholeNumber(1, 100).prefault("5"),
    fallback: "5",
    says: "Bad passwords before an account is locked for an address.",
  }),
  LOCKOUT_DURATION_MINUTES: variable({
    section: "Accounts",
    schema: wholeNumber(1, 1440).prefault("30"),
    fallback: "30",
    says: "How long such a lock holds.",
  }),
  CORS_ORIGINS: variable({
    section: "Limits",
    schema: origins().optional(),
    fallback: "http://localhost:3000, http://localhost:3001 in development, else none",
    says: "Origins of other front ends that may call the API from a browser, separated by commas.",
  }),
  RATE_LIMIT_PER_MINUTE: variable({
    section: "Limits",
    schema: wholeNumber(0, 10_000_000).prefault("1000"),
    fallback: "1000",
    says: "Requests a minute for each address, and again for each account. 0 lifts the limit.",
  }),
  API_TIMEOUT_SECONDS: variable({
    section: "Limits",
    schema: wholeNumber(1, 600).prefault("10"),
    fallback: "10",
    says: "Longest time an operation may take before it answers 504.",
  }),
  MODEL_TIMEOUT_SECONDS: variable({
    section: "Limits",
    schema: wholeNumber(1, 3600).prefault("60"),
    fallback: "60",
    says: "Longest time of one call to another system; operations that make one get 5 s more.",
  }),
  FETCH_ALLOW: variable({
    section: "Limits",
    schema: endpointList().optional(),
    fallback: "(none)",
    says: "`host:port,…` that sources may be fetched from although they are private. For development and tests; refused in production.",
  }),
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
