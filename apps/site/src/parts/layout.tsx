import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import type { Visit } from "../site-options.ts";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";
import type { Markup } from "./markup.ts";
import type { StructuredItem } from "./schema-items.ts";

export interface Head {
  title: string;
  description: string;
  /** Path of the page's one true address. */
  path: string;
  kind?: "website" | "article";
  /** Kept out of search engines: search results, errors. */
  isHidden?: boolean;
  image?: string | undefined;
  markdownPath?: string;
  published?: string | null;
  modified?: string;
  structured?: readonly StructuredItem[];
}

interface LayoutProps {
  visit: Visit;
  head: Head;
  children?: Child;
}

const feeds = [
  { path: "/feed.xml", type: "application/rss+xml", name: "RSS" },
  { path: "/atom.xml", type: "application/atom+xml", name: "Atom" },
  { path: "/feed.json", type: "application/feed+json", name: "JSON Feed" },
] as const;

function Links({ visit, head }: { visit: Visit; head: Head }): Markup {
  return (
    <>
      <link rel="preload" href={visit.assets.fontPath} as="font" type="font/woff2" crossorigin="anonymous" />
      <link rel="stylesheet" href={visit.assets.stylesheetPath} />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      {head.isHidden === true ? null : <link rel="canonical" href={visit.origin + head.path} />}
      {feeds.map(({ path, type, name }) => (
        <link rel="alternate" type={type} title={`${visit.site.name} (${name})`} href={path} />
      ))}
      {head.markdownPath === undefined ? null : <link rel="alternate" type="text/markdown" href={head.markdownPath} />}
    </>
  );
}

function Cards({ visit, head }: { visit: Visit; head: Head }): Markup {
  const image = head.image === undefined ? undefined : visit.origin + head.image;
  const properties: [string, string | null | undefined][] = [
    ["og:site_name", visit.site.name],
    ["og:type", head.kind ?? "website"],
    ["og:title", head.title],
    ["og:description", head.description],
    ["og:url", visit.origin + head.path],
    ["og:locale", "en"],
    ["og:image", image],
    ["article:published_time", head.published],
    ["article:modified_time", head.modified],
  ];
  return (
    <>
      {properties.map(([property, content]) => (content ? <meta property={property} content={content} /> : null))}
      <meta name="twitter:card" content={image === undefined ? "summary" : "summary_large_image"} />
    </>
  );
}

/** "<" is written as an escape, so that no text can end the block it stands in. */
function StructuredBlock({ item }: { item: StructuredItem }): Markup {
  return <script type="application/ld+json">{raw(JSON.stringify(item).replaceAll("<", String.raw`\u003c`))}</script>;
}

/** The frame of every page: head, skip link, header, the page's own text, footer. */
export function Layout({ visit, head, children }: LayoutProps): Markup {
  const title = head.path === "/" ? head.title : `${head.title} · ${visit.site.name}`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <meta name="description" content={head.description} />
        {head.isHidden === true ? <meta name="robots" content="noindex, follow" /> : null}
        <meta name="color-scheme" content="light dark" />
        <Links visit={visit} head={head} />
        {head.isHidden === true ? null : <Cards visit={visit} head={head} />}
        {(head.structured ?? []).map((item) => (
          <StructuredBlock item={item} />
        ))}
      </head>
      <body>
        <a class="skip-link" href="#content">
          Skip to the text
        </a>
        <Header name={visit.site.name} path={head.path} />
        <main id="content" tabindex={-1}>
          {children}
        </main>
        <Footer visit={visit} />
      </body>
    </html>
  );
}
