import type { Category, PostAnswer, PostEvidence, PostInList, Site } from "@cofounder/contracts";
import { AppError } from "@cofounder/kernel";
import type { SiteClient } from "../src/index.ts";

export interface PublishedPost {
  answer: PostAnswer;
  evidence: PostEvidence | undefined;
}

export interface PublishedSite {
  site: Site;
  posts: readonly PublishedPost[];
}

const missing = (): AppError => new AppError("not_found", "There is no such post.");

function inList({ answer: { data, meta } }: PublishedPost): PostInList {
  const { content_html: _html, ...rest } = data;
  const category = meta.category === null ? null : { name: meta.category.name, slug: meta.category.slug };
  return { ...rest, category, tags: meta.tags.map(({ id, name, slug }) => ({ id, name, slug })) };
}

function categoriesOf(posts: readonly PublishedPost[]): Category[] {
  const bySlug = new Map(posts.flatMap(({ answer: { meta } }) => (meta.category === null ? [] : [[meta.category.slug, meta.category] as const])));
  return [...bySlug.values()].map((category) => ({
    ...category,
    post_count: posts.filter(({ answer }) => answer.meta.category?.slug === category.slug).length,
  }));
}

function tagsOf(posts: readonly PublishedPost[]) {
  const bySlug = new Map(posts.flatMap(({ answer: { meta } }) => meta.tags.map((tag) => [tag.slug, tag] as const)));
  return [...bySlug.values()].map((tag) => ({
    ...tag,
    description: null,
    created_at: "2026-11-01T08:00:00.000Z",
    updated_at: "2026-11-01T08:00:00.000Z",
    post_count: posts.filter(({ answer }) => answer.meta.tags.some(({ slug }) => slug === tag.slug)).length,
  }));
}

/** A client over posts in memory that answers as the server does in process. */
export function fakeClient({ site, posts }: PublishedSite): SiteClient {
  const find = (slug: string): PublishedPost => {
    const found = posts.find(({ answer: { data } }) => data.slug === slug || data.id === slug);
    if (found === undefined) throw missing();
    return found;
  };
  return {
    getSite: async () => site,
    getPost: async ({ slug }) => find(slug).answer,
    getPostEvidence: async ({ slug }) => {
      const { evidence } = find(slug);
      if (evidence === undefined) throw missing();
      return evidence;
    },
    listPosts: async ({ skip = 0, limit = 20, category, tag, search }) => {
      const words = (search ?? "").toLowerCase();
      const matching = posts.map(inList).filter((post) => {
        if (category !== undefined && post.category?.slug !== category) return false;
        if (tag !== undefined && !post.tags.some(({ slug }) => slug === tag)) return false;
        return `${post.title} ${post.excerpt}`.toLowerCase().includes(words);
      });
      const [from, size] = [Number(skip), Number(limit)];
      const pagination = { page: from / size + 1, pageSize: size, total: matching.length, pageCount: Math.ceil(matching.length / size) };
      return { data: matching.slice(from, from + size), meta: { pagination } };
    },
    listCategories: async () => ({ data: categoriesOf(posts), meta: {} }),
    getCategory: async ({ slug }) => {
      const data = categoriesOf(posts).find((category) => category.slug === slug);
      if (data === undefined) throw missing();
      return { data, meta: {} };
    },
    listTags: async () => ({ data: tagsOf(posts), meta: {} }),
    getTag: async ({ slug }) => {
      const data = tagsOf(posts).find((one) => one.slug === slug);
      if (data === undefined) throw missing();
      return { data, meta: {} };
    },
  };
}
