import { AppError, type EnvProblem, parseEnv } from "@cofounder/kernel";
import { type Environment, gatherEnvironment } from "./config/environment.ts";
import { type ConfigFiles, nodeFiles } from "./config/files.ts";
import { createSecret, type Secret } from "./config/secret.ts";
import { type Keys, settleKeys } from "./config/secrets.ts";
import { type VariableName, variables } from "./config/variables.ts";

export { printConfigurationDocs } from "./config/documentation.ts";
export { type ConfigFiles, nodeFiles, type Secret };

export type LogLevel = "debug" | "info" | "warn" | "error" | "fatal";

/** What the environment says, checked; holds no secret, so it may be shown. */
export interface Config {
  environment: Environment;
  dataDir: string;
  log: { level: LogLevel; format: "json" | "text" };
  http: {
    host: string;
    port: number;
    /** Origin without a slash at its end. */
    publicUrl: string;
    trustProxy: false | number | string[];
    corsOrigins: string[];
    /** 0: no limit. */
    rateLimitPerMinute: number;
    apiTimeoutMs: number;
    modelTimeoutMs: number;
  };
  database: {
    kind: "embedded" | "postgres";
    pool: { min: number; max: number; overflow: number; acquireTimeoutMs: number; idleTimeoutMs: number };
  };
  blobStore: { kind: "database" } | { kind: "folder"; path: string };
  /** `host:port` that the guarded fetch may reach although it is private. */
  fetchAllow: string[];
  accounts: { accessTokenMinutes: number; refreshTokenDays: number; maxLoginAttempts: number; lockoutMinutes: number };
}

/** What must never be shown; another type than Config, so that the two cannot be mixed up. */
export interface Secrets extends Keys {
  /** DATABASE_URL as given; empty for the embedded database's usual folder. */
  databaseUrl: Secret;
  redisUrl: Secret | null;
  setupToken: Secret | null;
  metricsToken: Secret | null;
}

export interface ReadConfig {
  config: Config;
  secrets: Secrets;
  /** Sentences for the start log. */
  notes: string[];
}

type Shape = { [Name in VariableName]: (typeof variables)[Name]["schema"] };
type Values = ReturnType<typeof parseEnv<Shape>>["values"];

const shape = Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])) as Shape;
const logLevels = { DEBUG: "debug", INFO: "info", WARNING: "warn", ERROR: "error", CRITICAL: "fatal" } as const;
const developmentOrigins = ["http://localhost:3000", "http://localhost:3001"];

/**
 * Reads the whole configuration: what the process was started with, `.env`, `.env.<ENVIRONMENT>`, and `--port` among
 * the arguments. Throws one AppError that lists every problem by its variable; no sentence holds a given value.
 */
export function readConfig(env: Record<string, string | undefined>, files: ConfigFiles = nodeFiles, args: readonly string[] = []): ReadConfig {
  const gathered = gatherEnvironment(env, files);
  const port = portArgument(args);
  if (port !== undefined) gathered.values["PORT"] = port;
  const { values, problems: misread } = parseEnv(gathered.values, shape);
  const problems = [...gathered.problems, ...misread];
  if (misread.some(({ name }) => name === "ENVIRONMENT" || name === "DATA_DIR")) throw unusable(problems, gathered.givenAs);
  const environment = values.ENVIRONMENT ?? "development";
  problems.push(...databaseProblems(gathered.values["DATABASE_URL"] ?? "", values), ...productionProblems(environment, values));
  const keys = settle(environment, values, files);
  problems.push(...keys.problems);
  if (problems.length > 0) throw unusable(problems, gathered.givenAs);
  return {
    config: configOf(environment, values, files),
    secrets: {
      ...keys.keys,
      databaseUrl: createSecret(databaseUrl(values)),
      redisUrl: optionalSecret(values.REDIS_URL),
      setupToken: optionalSecret(values.SETUP_TOKEN),
      metricsToken: optionalSecret(values.METRICS_TOKEN),
    },
    notes: [...gathered.notes, ...keys.notes],
  };
}

function portArgument(args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === "--port" || arg.startsWith("--port="));
  if (index === -1) return undefined;
  const [, inline] = (args[index] ?? "").split("=");
  return inline ?? args[index + 1] ?? "";
}

function settle(environment: Environment, values: Values, files: ConfigFiles): ReturnType<typeof settleKeys> {
  const given = {
    jwt: values.JWT_SECRET ?? "",
    adminJwt: values.ADMIN_JWT_SECRET ?? "",
    databaseEncryptionKey: values.DATABASE_ENCRYPTION_KEY ?? "",
  };
  try {
    return settleKeys({ environment, dataDir: values.DATA_DIR, given }, files);
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error) || !("code" in error)) throw error;
    throw new AppError(
      "invalid",
      `DATA_DIR: the folder ${values.DATA_DIR} cannot be written (${String(error.code)}). Give a folder that this user owns.`,
    );
  }
}

function databaseUrl(values: Values): string {
  return values.DATABASE_URL === "embedded" ? "" : values.DATABASE_URL;
}

function databaseProblems(url: string, values: Values): EnvProblem[] {
  const problems: EnvProblem[] = [];
  const isEmbedded = url === "" || /^(?:file|pglite|sqlite|memory):/i.test(url);
  if (!isEmbedded && !(/^postgres(?:ql)?:\/\//i.test(url) && URL.canParse(url))) {
    problems.push({
      name: "DATABASE_URL",
      message: "must be postgres://user:password@host:port/name, file:path, pglite:path, sqlite:///path, or empty",
    });
  }
  if (values.DATABASE_POOL_MIN_SIZE > values.DATABASE_POOL_MAX_SIZE) {
    problems.push({ name: "DATABASE_POOL_MIN_SIZE", message: "must not be larger than DATABASE_POOL_MAX_SIZE" });
  }
  return problems;
}

function productionProblems(environment: Environment, values: Values): EnvProblem[] {
  if (environment !== "production") return [];
  const problems: EnvProblem[] = [];
  if (values.DEBUG) problems.push({ name: "DEBUG", message: "must be false in production; LOG_LEVEL=DEBUG gives more log lines" });
  if ((values.FETCH_ALLOW ?? []).length > 0)
    problems.push({ name: "FETCH_ALLOW", message: "must be empty in production: it opens private addresses to fetched content" });
  return problems;
}

function unusable(problems: EnvProblem[], givenAs: Map<string, string>): AppError {
  const unique = [...new Map(problems.map((problem) => [problem.name, problem])).values()];
  const lines = unique.map(({ name, message }) => `  ${name}${givenAs.has(name) ? ` (given as ${givenAs.get(name)})` : ""} ${message}.`);
  return new AppError("invalid", `The configuration cannot be used:\n${lines.join("\n")}`);
}

function optionalSecret(text: string | undefined): Secret | null {
  return text === undefined ? null : createSecret(text);
}

function configOf(environment: Environment, values: Values, files: ConfigFiles): Config {
  const isDevelopment = environment === "development";
  const isLocal = isDevelopment && !files.isContainer();
  const defaultLevel = values.DEBUG || environment !== "production" ? "DEBUG" : "INFO";
  const defaultFormat = values.DEBUG || isDevelopment ? "TEXT" : "JSON";
  return {
    environment,
    dataDir: values.DATA_DIR,
    log: {
      level: values.DEBUG ? "debug" : logLevels[values.LOG_LEVEL ?? defaultLevel],
      format: (values.LOG_FORMAT ?? defaultFormat) === "JSON" ? "json" : "text",
    },
    http: {
      host: values.HOST ?? (isLocal ? "127.0.0.1" : "0.0.0.0"),
      port: values.PORT,
      publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
      trustProxy: values.TRUST_PROXY ?? false,
      corsOrigins: values.CORS_ORIGINS ?? (isDevelopment ? developmentOrigins : []),
      rateLimitPerMinute: values.RATE_LIMIT_PER_MINUTE,
      apiTimeoutMs: values.API_TIMEOUT_SECONDS * 1000,
      modelTimeoutMs: values.MODEL_TIMEOUT_SECONDS * 1000,
    },
    database: { kind: /^postgres/i.test(values.DATABASE_URL) ? "postgres" : "embedded", pool: poolOf(values) },
    blobStore: values.BLOB_STORE === "database" ? { kind: "database" } : { kind: "folder", path: values.BLOB_STORE.slice("file:".length) },
    fetchAllow: values.FETCH_ALLOW ?? [],
    accounts: {
      accessTokenMinutes: values.ACCESS_TOKEN_EXPIRE_MINUTES,
      refreshTokenDays: values.REFRESH_TOKEN_EXPIRE_DAYS,
      maxLoginAttempts: values.MAX_LOGIN_ATTEMPTS,
      lockoutMinutes: values.LOCKOUT_DURATION_MINUTES,
    },
  };
}

function poolOf(values: Values): Config["database"]["pool"] {
  return {
    min: values.DATABASE_POOL_MIN_SIZE,
    max: values.DATABASE_POOL_MAX_SIZE,
    overflow: values.DATABASE_POOL_OVERFLOW,
    acquireTimeoutMs: values.DATABASE_POOL_TIMEOUT_SECONDS * 1000,
    idleTimeoutMs: values.DATABASE_POOL_IDLE_SECONDS * 1000,
  };
}
