import type { ErrorCode, Permission } from "@cofounder/kernel";
import type { z } from "zod";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `public` needs no one, `signed_in` anybody with an account, a permission a person who has it. */
export type Auth = "public" | "signed_in" | Permission;

type Shape = z.ZodObject;

export interface EndpointSpec {
  method: Method;
  /** Parameters in braces: `/api/posts/{slug}`. */
  path: string;
  summary: string;
  auth: Auth;
  params?: Shape;
  query?: Shape;
  /** A strict object: an unknown field is refused with its name. */
  body?: Shape;
  /** The answer's JSON; with `stream`, each part of a server-sent event stream. */
  response: z.ZodType;
  /** Status of success, 200 when unsaid. */
  status?: 200 | 201 | 202 | 204;
  /** Picks the status from the answer, for an answer that is itself a verdict (health). */
  statusOf?: (response: never) => number;
  /** Reads the ETag that the answer carries, where it is more than a hash of the body: the one that If-Match takes. */
  etagOf?: (response: never) => string;
  errors?: readonly ErrorCode[];
  /** Speed tier of the operation (1: 5 ms, 2: 25 ms, 3: 100 ms, 4: 500 ms at p95). */
  tier?: 1 | 2 | 3 | 4;
  /** What bounds it in time when not API_TIMEOUT_SECONDS. */
  timeout?: "model" | "stream";
  /** Answers the bytes of a file, never to be shown by a browser as part of the product; the operation returns a `Download`. */
  download?: true;
  /** Answers server-sent events; the operation returns an async iterable of `StreamPart`. */
  stream?: true;
  /** Takes an Idempotency-Key: the operation creates or spends. */
  idempotent?: true;
  /** Takes If-Match; the operation finds it as `if_match`. */
  ifMatch?: true;
  /** Takes multipart/form-data beside JSON; the operation finds the file as `file`. */
  upload?: true;
  /** What the door does with the session cookies: sets them from the answer, renews them, clears them. */
  session?: "start" | "renew" | "end";
  /** Largest body in bytes when not the server's default of 1 MB. */
  bodyLimitBytes?: number;
  /** The sentence that a model reads when the operation is offered to it as a tool. */
  tool?: string;
}

export interface UploadedFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** A file that is handed out. */
export interface Download {
  /** What a browser saves it as. */
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** One server-sent event before it is written: `data` is JSON. */
export interface StreamPart<Part = unknown> {
  id?: string;
  event?: string;
  data: Part;
}

/** An object without fields adds nothing to an input. */
type Fields<Read> = Read extends Record<string, never> ? unknown : Read;
type Out<Schema> = Schema extends z.ZodType ? Fields<z.output<Schema>> : unknown;
type In<Schema> = Schema extends z.ZodType ? Fields<z.input<Schema>> : unknown;
type Extras<Spec> = (Spec extends { ifMatch: true } ? { if_match?: string | undefined } : unknown) &
  (Spec extends { upload: true } ? { file?: UploadedFile | undefined } : unknown);

/** What the operation of an endpoint takes: params, query and body in one. */
export type InputOf<Spec extends EndpointSpec> = Out<Spec["params"]> & Out<Spec["query"]> & Out<Spec["body"]> & Extras<Spec>;

/** What a client gives: the same before defaults are filled in. */
export type ClientInputOf<Spec extends EndpointSpec> = In<Spec["params"]> & In<Spec["query"]> & In<Spec["body"]> & Extras<Spec>;

export type ResponseOf<Spec extends EndpointSpec> = Spec extends { stream: true }
  ? AsyncIterable<StreamPart<z.output<Spec["response"]>>>
  : Spec extends { download: true }
    ? Download
    : z.output<Spec["response"]>;

/** Says an endpoint once; OpenAPI, routes, client and tools are all read from it. */
export function endpoint<const Spec extends EndpointSpec>(spec: Spec): Spec {
  return spec;
}
