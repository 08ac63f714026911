export { createConfiguredFetch } from "./web/configured-fetch.ts";
export { createGuardedFetch } from "./web/guarded-fetch.ts";
export { createPoliteFetch } from "./web/polite-fetch.ts";
