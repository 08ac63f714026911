import { type Context, Hono } from "hono";
import { loadAssets } from "./assets/load-assets.ts";
import { type FailureStatus, statusOf } from "./failures.ts";
import { failurePage } from "./pages/failure.tsx";
import { addAssets } from "./routes/assets.ts";
import { addMachineTexts } from "./routes/machine-texts.ts";
import { addPages, sendPage } from "./routes/pages.ts";
import type { SiteOptions, Visit } from "./site-options.ts";

/** No script at all; everything else from here. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

const retryAfterSeconds = 30;

/** What is known without asking anybody, for pages that say that nothing can be asked. */
const namelessSite = { name: "This site", tagline: "", url: "", time_zone: "UTC" };

/**
 * The public site as a function from request to response: server-rendered pages, feeds and their assets, without a script.
 * Reads everything through `options.client`; a failure becomes a page that says what the reader can do, and is told to
 * `options.report` unless it only means that there is nothing at the address.
 */
export function createSite(options: SiteOptions): { fetch(request: Request): Promise<Response> } {
  const assets = loadAssets();
  const app = new Hono({ strict: false });

  const visitOf = async (context: Context, site?: Visit["site"]): Promise<Visit> => ({
    client: options.client,
    site: site ?? (await options.client.getSite({})),
    origin: options.origin(),
    now: options.now(),
    assets,
    url: new URL(context.req.url),
  });

  const sendFailure = async (context: Context, status: FailureStatus): Promise<Response> => {
    const site = await options.client.getSite({}).catch((error: unknown) => {
      options.report?.(error);
      return namelessSite;
    });
    if (status === 503) context.header("retry-after", String(retryAfterSeconds));
    context.header("cache-control", "no-store");
    return sendPage(context, failurePage(await visitOf(context, site), status));
  };

  app.use(async (context, next) => {
    await next();
    context.header("content-security-policy", contentPolicy);
    context.header("x-content-type-options", "nosniff");
    context.header("referrer-policy", "strict-origin-when-cross-origin");
  });
  app.use(async (context, next) => {
    if (context.req.method === "GET" || context.req.method === "HEAD") return next();
    return context.text("This address is only for reading.\n", 405, { allow: "GET, HEAD" });
  });
  addAssets(app, assets);
  addMachineTexts(app, visitOf);
  addPages(app, visitOf);
  app.notFound((context) => sendFailure(context, 404));
  app.onError((error, context) => {
    const status = statusOf(error);
    if (status !== 404) options.report?.(error);
    return sendFailure(context, status);
  });

  return { fetch: async (request) => app.fetch(request) };
}
