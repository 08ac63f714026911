import { Agent, request as httpRequest } from "node:http";

export interface Load {
  name: string;
  method: "GET" | "POST";
  path: string;
  headers?: Record<string, string>;
  /** A body for each request, so that no two writes are the same. */
  body?: () => string;
}

export interface Measured {
  connections: number;
  requests: number;
  errors: number;
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

function send(origin: URL, agent: Agent, load: Load): Promise<number> {
  const body = load.body?.();
  const headers = {
    ...load.headers,
    ...(body === undefined ? {} : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
  };
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ agent, host: origin.hostname, port: origin.port, method: load.method, path: load.path, headers }, (response) => {
      response.on("data", () => undefined);
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

export interface MeasureOptions {
  origin: string;
  connections: number;
  /** Stops at whichever comes first. */
  requests: number;
  seconds: number;
}

/** A closed loop: each connection sends its next request when it has the answer to the last. */
export async function measure(load: Load, options: MeasureOptions): Promise<Measured> {
  const origin = new URL(options.origin);
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const latencies: number[] = [];
  let errors = 0;
  let left = options.requests;
  const began = performance.now();
  const until = began + options.seconds * 1000;

  async function connection(): Promise<void> {
    while (left > 0 && performance.now() < until) {
      left -= 1;
      const before = performance.now();
      const status = await send(origin, agent, load);
      latencies.push(performance.now() - before);
      if (status >= 400) errors += 1;
    }
  }

  await Promise.all(Array.from({ length: options.connections }, connection));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  const sorted = latencies.toSorted((a, b) => a - b);
  return {
    connections: options.connections,
    requests: latencies.length,
    errors,
    requestsPerSecond: latencies.length / seconds,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
  };
}
