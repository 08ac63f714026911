import type { Client, endpoints, Site } from "@cofounder/contracts";
import type { Assets } from "./assets/load-assets.ts";

/** The operations that the site reads from; in the server they run in process, elsewhere over HTTP. */
export type SiteClient = Pick<
  Client<typeof endpoints.cms>,
  "listPosts" | "getPost" | "getPostEvidence" | "listCategories" | "getCategory" | "listTags" | "getTag"
> &
  Pick<Client<typeof endpoints.ops>, "getSite">;

export interface SiteOptions {
  client: SiteClient;
  /** The public origin, without a slash at its end: canonical addresses, feeds and the sitemap start with it. */
  origin: () => string;
  now: () => Date;
  /** Told of every failure that a reader only sees as "something went wrong". */
  report?: (error: unknown) => void;
}

/** What every page is made from: who publishes, where, when, and the address that was asked for. */
export interface Visit {
  client: SiteClient;
  site: Site;
  origin: string;
  now: Date;
  assets: Assets;
  url: URL;
}
