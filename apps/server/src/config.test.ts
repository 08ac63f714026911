import { inspect } from "node:util";
import { AppError } from "@cofounder/kernel";
import { describe, expect, it } from "vitest";
import { type ConfigFiles, readConfig } from "./config.ts";

const strong = (name: string): string => `${name}-kJ8sV2mQx7LpR4tZw9YbN3cHfG6dA1eU0iOq`;
const production = {
  ENVIRONMENT: "production",
  JWT_SECRET: strong("a"),
  ADMIN_JWT_SECRET: strong("b"),
  DATABASE_ENCRYPTION_KEY: strong("c"),
};

interface MemoryFiles extends ConfigFiles {
  texts: Map<string, string>;
}

function memoryFiles(texts: Record<string, string> = {}, isContainer = false): MemoryFiles {
  const kept = new Map(Object.entries(texts));
  return {
    texts: kept,
    read: (path) => kept.get(path),
    readPrivate: (path) => kept.get(path),
    createPrivate: (path, text) => void (kept.has(path) || kept.set(path, text)),
    isContainer: () => isContainer,
  };
}

function refusal(env: Record<string, string>, files = memoryFiles()): string {
  try {
    readConfig(env, files);
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  throw new Error("The configuration was taken.");
}

describe("an empty environment", () => {
  it("starts a development server on this machine with the embedded database", () => {
    const { config, secrets } = readConfig({}, memoryFiles());
    expect(config).toMatchObject({
      environment: "development",
      dataDir: ".data",
      log: { level: "debug", format: "text" },
      http: {
        host: "127.0.0.1",
        port: 8000,
        publicUrl: "http://localhost:8000",
        rateLimitPerMinute: 1000,
        apiTimeoutMs: 10_000,
        modelTimeoutMs: 60_000,
      },
      database: { kind: "embedded", pool: { min: 5, max: 20, overflow: 10, acquireTimeoutMs: 30_000, idleTimeoutMs: 900_000 } },
      blobStore: { kind: "database" },
      accounts: { accessTokenMinutes: 15, refreshTokenDays: 7, maxLoginAttempts: 5, lockoutMinutes: 30 },
    });
    expect(secrets.databaseUrl.reveal()).toBe("");
  });

  it("keeps the secrets it makes in the data folder and finds them again", () => {
    const files = memoryFiles();
    const first = readConfig({ DATA_DIR: "here" }, files).secrets;
    const second = readConfig({ DATA_DIR: "here" }, files).secrets;
    expect([...files.texts.keys()]).toEqual(["here/secrets.json"]);
    expect(first.jwt.reveal()).toHaveLength(64);
    expect(second.jwt.reveal()).toBe(first.jwt.reveal());
    expect(new Set([first.jwt.reveal(), first.adminJwt.reveal(), first.databaseEncryptionKey.reveal()]).size).toBe(3);
  });

  it("listens for other hosts inside a container", () => {
    expect(readConfig({}, memoryFiles({}, true)).config.http.host).toBe("0.0.0.0");
  });
});

describe("names", () => {
  it("take the process before .env.<ENVIRONMENT>, and that before .env", () => {
    const files = memoryFiles({
      ".env": "ENVIRONMENT=staging\nPORT=1001\nAPI_TIMEOUT_SECONDS=1\nRATE_LIMIT_PER_MINUTE=7",
      ".env.staging": "PORT=1002\nAPI_TIMEOUT_SECONDS=2",
    });
    const { config } = readConfig({ ...production, ENVIRONMENT: "", PORT: "1003" }, files);
    expect([config.environment, config.http.port, config.http.apiTimeoutMs, config.http.rateLimitPerMinute]).toEqual(["staging", 1003, 2000, 7]);
  });

  it("expand ${NAME}, and an unknown one is a problem by its name", () => {
    const files = memoryFiles({ ".env": "DOMAIN=blog.example\nPUBLIC_URL=https://${DOMAIN}" });
    expect(readConfig({}, files).config.http.publicUrl).toBe("https://blog.example");
    expect(refusal({ PUBLIC_URL: "https://${NOWHERE}" })).toContain("PUBLIC_URL refers to ${NOWHERE}, which is not set");
    expect(refusal({ DATA_DIR: "${DATA_DIR}" })).toContain("DATA_DIR refers to ${DATA_DIR}");
  });

  it("of the older system are read, and said in the notes", () => {
    const { config, notes } = readConfig({ FRONTEND_URL: "https://front.example/", ALLOWED_ORIGINS: "https://other.example" }, memoryFiles());
    expect(config.http.corsOrigins).toEqual(["https://other.example"]);
    expect(notes).toContain("ALLOWED_ORIGINS is read as CORS_ORIGINS.");
    expect(notes).toContain("FRONTEND_URL is not read, since CORS_ORIGINS is set.");
  });

  it("without effect are listed without their values", () => {
    const { notes } = readConfig({ OPENAI_API_KEY: "not-to-be-seen", SMTP_HOST: "mail" }, memoryFiles());
    expect(notes.join("\n")).toMatch(/without effect in this version: OPENAI_API_KEY, SMTP_HOST/);
    expect(notes.join("\n")).not.toContain("not-to-be-seen");
  });

  it("fall back to NODE_ENV, and --port goes before PORT", () => {
    expect(readConfig({ ...production, ENVIRONMENT: "", NODE_ENV: "production" }, memoryFiles()).config.environment).toBe("production");
    expect(readConfig({ NODE_ENV: "test", PORT: "1" }, memoryFiles(), ["--port", "4321"]).config.http.port).toBe(4321);
    expect(readConfig({}, memoryFiles(), ["--port=0"]).config.http.port).toBe(0);
    expect(() => readConfig({}, memoryFiles(), ["--port=http"])).toThrow("PORT must be a whole number from 0 to 65535");
  });
});

describe("problems", () => {
  it("are reported together, each with its variable and what would be right, never with the value", () => {
    const message = refusal({
      PORT: "eight",
      DATABASE_URL: "mysql://user:hunter22@host/db",
      CORS_ORIGINS: "*",
      LOG_LEVEL: "loud",
      BLOB_STORE: "s3://bucket",
      TRUST_PROXY: "maybe",
      METRICS_TOKEN: "short-token",
      DATABASE_POOL_MIN_SIZE: "50",
    });
    for (const name of [
      "PORT",
      "DATABASE_URL",
      "CORS_ORIGINS",
      "LOG_LEVEL",
      "BLOB_STORE",
      "TRUST_PROXY",
      "METRICS_TOKEN",
      "DATABASE_POOL_MIN_SIZE",
    ]) {
      expect(message).toContain(`\n  ${name} `);
    }
    expect(message).not.toMatch(/hunter22|short-token|mysql|eight|loud|maybe/);
  });

  it("name the older name that was set", () => {
    expect(refusal({ API_BASE_URL: "http://host/path" })).toContain("PUBLIC_URL (given as API_BASE_URL) must be an http or https address");
  });

  it("of an unknown environment stop everything else", () => {
    expect(refusal({ ENVIRONMENT: "prod" })).toContain("ENVIRONMENT must be one of development, staging, production");
  });

  it("say when the data folder cannot be written", () => {
    const files = memoryFiles();
    files.createPrivate = () => {
      throw Object.assign(new Error("no"), { code: "EACCES" });
    };
    expect(refusal({ DATA_DIR: "/closed" }, files)).toContain("DATA_DIR: the folder /closed cannot be written (EACCES)");
  });

  it("say when the kept secrets are damaged", () => {
    expect(refusal({}, memoryFiles({ ".data/secrets.json": "{" }))).toContain("secrets.json is damaged");
    expect(refusal({}, memoryFiles({ ".data/secrets.json": "{}" }))).toContain("secrets.json is damaged");
  });
});

describe("staging and production", () => {
  it("start with good secrets, on every address, with JSON logs at INFO", () => {
    const { config, secrets } = readConfig(production, memoryFiles());
    expect(config).toMatchObject({ http: { host: "0.0.0.0", corsOrigins: [] }, log: { level: "info", format: "json" } });
    expect(secrets.jwt.reveal()).toBe(production.JWT_SECRET);
    expect(readConfig({ ...production, ENVIRONMENT: "staging" }, memoryFiles()).config.log.level).toBe("debug");
  });

  it("refuse a missing, short, well-known or equal secret and never make one", () => {
    const files = memoryFiles();
    expect(refusal({ ENVIRONMENT: "staging" }, files)).toMatch(
      /JWT_SECRET must be set[^]*ADMIN_JWT_SECRET must be set[^]*DATABASE_ENCRYPTION_KEY must be set/,
    );
    expect(refusal({ ...production, JWT_SECRET: "kJ8sV2mQx7" }, files)).toContain("JWT_SECRET needs at least 32 bytes");
    expect(refusal({ ...production, JWT_SECRET: "change-me-change-me-change-me-change-me" }, files)).toContain(
      "JWT_SECRET is a well-known or guessable text",
    );
    expect(refusal({ ...production, JWT_SECRET: "x".repeat(60) }, files)).toContain("JWT_SECRET is a well-known or guessable text");
    expect(refusal({ ...production, ADMIN_JWT_SECRET: production.JWT_SECRET }, files)).toContain(
      "ADMIN_JWT_SECRET must differ from the other secrets",
    );
    expect(files.texts.size).toBe(0);
  });

  it("refuse DEBUG and FETCH_ALLOW in production, and take both in development", () => {
    expect(refusal({ ...production, DEBUG: "true", FETCH_ALLOW: "127.0.0.1:9000" })).toMatch(
      /DEBUG must be false in production[^]*FETCH_ALLOW must be empty/,
    );
    const { config } = readConfig({ DEBUG: "true", LOG_LEVEL: "ERROR", FETCH_ALLOW: "127.0.0.1:9000, Host.example:80" }, memoryFiles());
    expect(config.fetchAllow).toEqual(["127.0.0.1:9000", "host.example:80"]);
    expect(config.log).toEqual({ level: "debug", format: "text" });
  });
});

describe("a weak secret in development", () => {
  it("is stretched with the folder's salt, so that the literal text opens nothing, and a note says so", () => {
    const files = memoryFiles();
    const first = readConfig({ JWT_SECRET: "dev" }, files);
    expect(first.secrets.jwt.reveal()).not.toContain("dev");
    expect(readConfig({ JWT_SECRET: "dev" }, files).secrets.jwt.reveal()).toBe(first.secrets.jwt.reveal());
    expect(readConfig({ JWT_SECRET: "dev" }, memoryFiles()).secrets.jwt.reveal()).not.toBe(first.secrets.jwt.reveal());
    expect(first.notes.join()).toContain("JWT_SECRET needs at least 32 bytes");
  });

  it("given twice still makes two different keys", () => {
    const { secrets } = readConfig({ JWT_SECRET: strong("same"), ADMIN_JWT_SECRET: strong("same") }, memoryFiles());
    expect(secrets.jwt.reveal()).not.toBe(secrets.adminJwt.reveal());
  });

  it("leaves a strong one as it is", () => {
    expect(readConfig({ JWT_SECRET: strong("x") }, memoryFiles()).secrets.jwt.reveal()).toBe(strong("x"));
  });
});

describe("secrets", () => {
  it("cannot be seen in a log, in JSON, in an inspection or in a text", () => {
    const { secrets, config } = readConfig(
      { ...production, DATABASE_URL: "postgres://me:hunter22@db/app", REDIS_URL: "redis://:hunter22@cache" },
      memoryFiles(),
    );
    const seen = [
      JSON.stringify(secrets),
      inspect(secrets, { depth: 9, showHidden: true }),
      secrets.jwt.toString(),
      String(secrets.databaseUrl),
      JSON.stringify(config),
    ];
    expect(seen.join()).not.toMatch(/hunter22|kJ8sV2mQx7/);
    expect(seen[0]).toContain('"jwt":"[secret]"');
    expect(secrets.databaseUrl.reveal()).toBe("postgres://me:hunter22@db/app");
    expect(config.database.kind).toBe("postgres");
  });
});

describe("single variables", () => {
  it.each([
    ["true", 1],
    ["2", 2],
    ["false", false],
    ["10.0.0.0/8, 127.0.0.1", ["10.0.0.0/8", "127.0.0.1"]],
  ])("TRUST_PROXY=%s is taken", (given, meant) => {
    expect(readConfig({ TRUST_PROXY: given }, memoryFiles()).config.http.trustProxy).toEqual(meant);
  });

  it("BLOB_STORE=file:path names a folder", () => {
    expect(readConfig({ BLOB_STORE: "file:blobs" }, memoryFiles()).config.blobStore).toEqual({ kind: "folder", path: "blobs" });
  });

  it.each(["file:./data", "pglite:data", "sqlite:///data.db", "memory:", "postgresql://u@h/db"])("DATABASE_URL=%s is taken", (url) => {
    expect(readConfig({ DATABASE_URL: url }, memoryFiles()).secrets.databaseUrl.reveal()).toBe(url);
  });
});
