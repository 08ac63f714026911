import type { Clock } from "@cofounder/kernel";

const retryMs = 1000;

export interface RevocationsDeps {
  clock: Clock;
  accessTokenMs: number;
  listRevoked: (since: Date) => Promise<{ id: string; revokedAt: Date }[]>;
  report: (error: unknown) => void;
  /** Called after each reading that something was heard of. */
  onRead: () => void;
}

export interface Revocations {
  has(sessionId: string): boolean;
  /** Refuses a session at once on this replica; the others hear of it from the database. */
  add(sessionId: string): void;
  /** Reads the revoked sessions; throws when the database does not answer. */
  load(): Promise<void>;
  /** Reads them in the background until it works; asked while it reads, it reads once more. */
  reload(): void;
  stop(): void;
}

/** The sessions whose access tokens would still be valid had they not been revoked. Nothing is ever un-revoked, so it only grows and ages. */
export function createRevocations(deps: RevocationsDeps): Revocations {
  const revokedAt = new Map<string, number>();
  let isReading = false;
  let isStale = false;
  let isStopped = false;
  let retry: NodeJS.Timeout | undefined;

  async function load(): Promise<void> {
    const now = deps.clock.now().getTime();
    // Twice the tokens' life, since replicas' clocks differ.
    const oldest = now - 2 * deps.accessTokenMs;
    for (const session of await deps.listRevoked(new Date(oldest))) revokedAt.set(session.id, session.revokedAt.getTime());
    for (const [id, at] of revokedAt) if (at < oldest) revokedAt.delete(id);
  }

  async function readAll(): Promise<void> {
    while (isStale && !isStopped) {
      isStale = false;
      try {
        await load();
        deps.onRead();
      } catch (error) {
        deps.report(error);
        retry = setTimeout(reload, retryMs);
        retry.unref();
      }
    }
    isReading = false;
  }

  function reload(): void {
    isStale = true;
    if (isReading) return;
    isReading = true;
    clearTimeout(retry);
    void readAll();
  }

  return {
    has: (sessionId) => revokedAt.has(sessionId),
    add: (sessionId) => void revokedAt.set(sessionId, deps.clock.now().getTime()),
    load,
    reload,
    stop() {
      isStopped = true;
      clearTimeout(retry);
    },
  };
}
