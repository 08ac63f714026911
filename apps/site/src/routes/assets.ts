import type { Hono } from "hono";
import type { Assets } from "../assets/load-assets.ts";

/** Files that never change under their name, and the favicon, whose name is known beforehand. */
export function addAssets(app: Hono, { files, favicon }: Assets): void {
  for (const [path, { bytes, mediaType }] of files) {
    app.get(path, (context) => context.body(bytes, 200, { "content-type": mediaType, "cache-control": "public, max-age=31536000, immutable" }));
  }
  app.get("/favicon.svg", (context) =>
    context.body(favicon.bytes, 200, { "content-type": favicon.mediaType, "cache-control": "public, max-age=86400" }),
  );
}
