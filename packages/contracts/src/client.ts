import type { ClientInputOf, EndpointSpec, ResponseOf } from "./endpoint.ts";
import type { ProblemDocument } from "./problem.ts";

export interface ClientOptions {
  /** Origin of the server, without a slash at its end; empty for the page's own. */
  origin: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Headers for each request (a bearer token, a CSRF token). */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
}

/** What a call throws when the server answers with a problem. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly problem: ProblemDocument | null;

  constructor(status: number, problem: ProblemDocument | null) {
    super(problem?.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

export interface CallOptions {
  idempotencyKey?: string;
  signal?: AbortSignal;
}

type Call<Spec extends EndpointSpec> = (input: ClientInputOf<Spec>, options?: CallOptions) => Promise<ResponseOf<Spec>>;

/** A client of the given endpoints: one function each, under the endpoint's name. */
export type Client<Endpoints extends Record<string, EndpointSpec>> = {
  [Name in keyof Endpoints as Endpoints[Name] extends { stream: true } | { download: true } ? never : Name]: Call<Endpoints[Name]>;
};

interface BuiltRequest {
  url: string;
  init: RequestInit;
}

/** Puts an input where the endpoint wants each field: path, query or body. */
export function buildRequest(spec: EndpointSpec, input: Record<string, unknown>): BuiltRequest {
  const rest = { ...input };
  const path = spec.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(spec.query?.shape ?? {})) {
    const value = rest[name];
    if (value !== undefined) query.set(name, typeof value === "string" ? value : JSON.stringify(value));
    delete rest[name];
  }
  const headers: Record<string, string> = { accept: "application/json" };
  if (typeof rest["if_match"] === "string") headers["if-match"] = rest["if_match"];
  delete rest["if_match"];
  const init: RequestInit = { method: spec.method, headers };
  if (spec.body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(rest);
  }
  const search = query.size > 0 ? `?${query.toString()}` : "";
  return { url: path + search, init };
}

async function readProblem(response: Response): Promise<ProblemDocument | null> {
  const text = await response.text();
  if (!(response.headers.get("content-type") ?? "").includes("json")) return null;
  return JSON.parse(text) as ProblemDocument;
}

/** A typed client over `fetch`, inferred from the contracts; answers are trusted, not checked again. */
export function createClient<Endpoints extends Record<string, EndpointSpec>>(endpoints: Endpoints, options: ClientOptions): Client<Endpoints> {
  const send = options.fetch ?? ((url, init) => fetch(url, init));

  async function call(spec: EndpointSpec, input: Record<string, unknown>, callOptions: CallOptions): Promise<unknown> {
    const { url, init } = buildRequest(spec, input);
    const headers = { ...(init.headers as Record<string, string>), ...(await options.headers?.()) };
    if (callOptions.idempotencyKey !== undefined) headers["idempotency-key"] = callOptions.idempotencyKey;
    const response = await send(options.origin + url, { ...init, headers, ...(callOptions.signal ? { signal: callOptions.signal } : {}) });
    if (!response.ok) throw new ProblemError(response.status, await readProblem(response));
    return response.status === 204 ? undefined : await response.json();
  }

  const client: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(endpoints)) {
    if (spec.stream === true || spec.download === true) continue;
    client[name] = (input: Record<string, unknown> = {}, callOptions: CallOptions = {}) => call(spec, input, callOptions);
  }
  return client as Client<Endpoints>;
}
