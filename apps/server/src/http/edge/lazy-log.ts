import type { FastifyBaseLogger } from "fastify";

/** A request's log, made when its first line is written: most requests that are answered from memory write none. */
export function lazyLog(parent: FastifyBaseLogger, bindings: Record<string, unknown>): FastifyBaseLogger {
  let made: FastifyBaseLogger | undefined;
  const own = (): FastifyBaseLogger => (made ??= parent.child(bindings));
  return {
    level: parent.level,
    fatal: (...line: [object, string?]) => own().fatal(...line),
    error: (...line: [object, string?]) => own().error(...line),
    warn: (...line: [object, string?]) => own().warn(...line),
    info: (...line: [object, string?]) => own().info(...line),
    debug: (...line: [object, string?]) => own().debug(...line),
    trace: (...line: [object, string?]) => own().trace(...line),
    silent: () => undefined,
    child: (more, options) => own().child(more, options),
  };
}
