import type { PostAnswer } from "@cofounder/contracts";
import type { Visit } from "../site-options.ts";
import { ownImage, paths } from "../text/addresses.ts";

/** One JSON-LD block in the words of schema.org. */
export type StructuredItem = Record<string, unknown>;

type Names = Pick<Visit, "site" | "origin">;

function organization({ site, origin }: Names): StructuredItem {
  return { "@type": "Organization", "@id": `${origin}/#organization`, name: site.name, url: `${origin}/`, logo: `${origin}/favicon.svg` };
}

export function websiteItems(names: Names): StructuredItem[] {
  const { site, origin } = names;
  const search = { "@type": "EntryPoint", urlTemplate: `${origin}/search?q={query}` };
  return [
    { "@context": "https://schema.org", ...organization(names) },
    {
      "@context": "https://schema.org",
      "@type": "WebSite",
      "@id": `${origin}/#website`,
      name: site.name,
      url: `${origin}/`,
      ...(site.tagline === "" ? {} : { description: site.tagline }),
      publisher: { "@id": `${origin}/#organization` },
      potentialAction: { "@type": "SearchAction", target: search, "query-input": "required name=query" },
    },
  ];
}

/** The way from the front page to a page; the last step is the page itself. */
export function breadcrumbs({ origin }: Names, steps: readonly { name: string; path: string }[]): StructuredItem {
  return {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: [{ name: "Home", path: "/" }, ...steps].map(({ name, path }, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name,
      item: origin + path,
    })),
  };
}

export function blogPosting(names: Names, { data: post, meta }: PostAnswer, sourceUrls: readonly string[]): StructuredItem {
  const address = names.origin + paths.post(post.slug);
  const image = ownImage(post.featured_image_url);
  return {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    "@id": `${address}#post`,
    mainEntityOfPage: address,
    headline: post.title,
    description: post.seo_description ?? post.excerpt,
    datePublished: post.published_at,
    dateModified: post.updated_at,
    wordCount: post.word_count,
    inLanguage: "en",
    author: post.author_name === null ? { "@id": `${names.origin}/#organization` } : { "@type": "Person", name: post.author_name },
    publisher: organization(names),
    ...(meta.category === null ? {} : { articleSection: meta.category.name }),
    ...(meta.tags.length === 0 ? {} : { keywords: meta.tags.map(({ name }) => name).join(", ") }),
    ...(image === undefined ? {} : { image: names.origin + image }),
    ...(sourceUrls.length === 0 ? {} : { citation: sourceUrls }),
  };
}
