export interface ShutdownStack {
  /** What was started last is stopped first. */
  push(name: string, stop: () => Promise<void> | void): void;
  /** Stops everything once; a failing part is reported and does not keep the others from stopping. */
  run(report: (name: string, error: unknown) => void): Promise<void>;
}

export function createShutdownStack(): ShutdownStack {
  const parts: { name: string; stop: () => Promise<void> | void }[] = [];
  let running: Promise<void> | undefined;

  async function stopAll(report: (name: string, error: unknown) => void): Promise<void> {
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      try {
        await part.stop();
      } catch (error) {
        report(part.name, error);
      }
    }
  }

  return {
    push: (name, stop) => void parts.push({ name, stop }),
    run: (report) => (running ??= stopAll(report)),
  };
}
