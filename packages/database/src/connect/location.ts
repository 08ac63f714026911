import { AppError } from "@cofounder/kernel";

export type Location = { kind: "postgres"; url: string; shown: string } | { kind: "embedded"; dataDir: string; shown: string };

/**
 * Reads DATABASE_URL: empty, `sqlite:///path`, `file:path` and `pglite:path` mean the embedded database in that folder,
 * `postgres(ql)://` a server. `shown` never holds a password.
 */
export function readLocation(url: string, defaultDir: string): Location {
  if (url === "") return embedded(defaultDir);
  const [, scheme = "", rest = ""] = /^([a-z+]+):(.*)$/is.exec(url) ?? [];
  switch (scheme.toLowerCase()) {
    case "postgres":
    case "postgresql":
      return { kind: "postgres", url, shown: withoutPassword(url) };
    case "sqlite":
    case "file":
    case "pglite":
      return embedded(rest.replace(/^\/\/\//, "").replace(/^\/\//, "") || defaultDir);
    case "memory":
      return { kind: "embedded", dataDir: "memory://", shown: "embedded, in memory" };
    default:
      throw new AppError("invalid", "DATABASE_URL must start with postgres://, postgresql://, file:, pglite: or sqlite:///, or be empty.");
  }
}

function embedded(dataDir: string): Location {
  return { kind: "embedded", dataDir, shown: `embedded in ${dataDir}` };
}

function withoutPassword(url: string): string {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
  } catch (error) {
    if (error instanceof TypeError) throw new AppError("invalid", "DATABASE_URL is not a valid address.");
    throw error;
  }
}
