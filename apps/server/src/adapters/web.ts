export { type ConfiguredAnswer, type ConfiguredFetch, createConfiguredFetch } from "./web/configured-fetch.ts";
export { createGuardedFetch, type GuardedAnswer, type GuardedFetch, type GuardedFetchOptions, type GuardedRequest } from "./web/guarded-fetch.ts";
