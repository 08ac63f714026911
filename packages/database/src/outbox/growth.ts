/** Who works on the outbox in this process is woken by who writes to it here, once the write has committed. */
export interface Growth {
  /** Calls `wake` each time facts were added. */
  onGrowth(wake: () => void): () => void;
  grew(): void;
}

/**
 * A database notification would do the same, but PostgreSQL lets only one transaction at a time commit with one. Each
 * process looks after its own facts; those of a process that died are found by the replica that takes over its tasks.
 */
export function createGrowth(): Growth {
  const wakers = new Set<() => void>();
  return {
    onGrowth(wake) {
      wakers.add(wake);
      return () => void wakers.delete(wake);
    },
    grew() {
      for (const wake of wakers) wake();
    },
  };
}
