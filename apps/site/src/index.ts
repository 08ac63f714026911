export { createSite } from "./create-site.ts";
export type { SiteClient, SiteOptions } from "./site-options.ts";
