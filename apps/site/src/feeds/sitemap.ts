import type { PostInList } from "@cofounder/contracts";
import type { SiteClient } from "../site-options.ts";
import { paths } from "../text/addresses.ts";

interface Place {
  path: string;
  modified?: string;
}

const pageSize = 100;
/** A sitemap may hold 50,000 addresses; the list can be asked to skip 10,000. */
const mostPages = 100;

async function listEveryPost(client: SiteClient): Promise<PostInList[]> {
  const posts: PostInList[] = [];
  for (let number = 0; number < mostPages; number += 1) {
    const { data } = await client.listPosts({ skip: number * pageSize, limit: pageSize });
    posts.push(...data);
    if (data.length < pageSize) break;
  }
  return posts;
}

function entry(origin: string, { path, modified }: Place): string {
  const address = (origin + path).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return `<url><loc>${address}</loc>${modified === undefined ? "" : `<lastmod>${modified}</lastmod>`}</url>`;
}

/** Every page that search engines should know. */
export async function sitemap(client: SiteClient, origin: string): Promise<string> {
  const [posts, categories, tags] = await Promise.all([listEveryPost(client), client.listCategories({}), client.listTags({})]);
  const latest = posts
    .map(({ updated_at }) => updated_at)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
  const dated = latest === undefined ? {} : { modified: latest };
  const places: Place[] = [
    { path: "/", ...dated },
    { path: "/posts", ...dated },
    { path: "/about" },
    { path: "/privacy" },
    ...categories.data.filter(({ post_count }) => post_count > 0).map(({ slug }) => ({ path: paths.category(slug) })),
    ...tags.data.filter(({ post_count }) => post_count > 0).map(({ slug }) => ({ path: paths.tag(slug) })),
    ...posts.map(({ slug, updated_at }) => ({ path: paths.post(slug), modified: updated_at })),
  ];
  const entries = places.map((place) => entry(origin, place)).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}\n</urlset>\n`;
}
