import type { Category, Post, PostAnswer, PostInList } from "@cofounder/contracts";
import { toCategory } from "../taxonomy/taxonomy-answer.ts";
import { readingMinutes } from "./post.ts";
import type { PostPageRow } from "./post-pages.queries.ts";
import type { PostRow, WholePost } from "./posts.queries.ts";

function inEveryAnswer(post: Omit<PostRow, "contentHtml">): Omit<Post, "content_html"> {
  return {
    id: post.id,
    title: post.title,
    slug: post.slug,
    excerpt: post.excerpt,
    content: post.content,
    kind: post.kind,
    featured_image_url: post.featuredImageUrl,
    cover_image_url: post.coverImageUrl,
    category_id: post.categoryId,
    author_id: post.authorId,
    author_name: post.authorName,
    seo_title: post.seoTitle,
    seo_description: post.seoDescription,
    seo_keywords: post.seoKeywords,
    status: post.status,
    revision: post.revision,
    word_count: post.wordCount,
    reading_minutes: readingMinutes(post.wordCount),
    view_count: post.viewCount,
    published_at: post.publishedAt?.toISOString() ?? null,
    created_at: post.createdAt.toISOString(),
    updated_at: post.updatedAt.toISOString(),
  };
}

export function toPostAnswer({ post, category, tags }: WholePost): PostAnswer {
  const shownCategory: Category | null = category === null ? null : toCategory(category);
  return { data: { ...inEveryAnswer(post), content_html: post.contentHtml }, meta: { tags, category: shownCategory } };
}

export function toPostInList({ post, category, tags }: PostPageRow): PostInList {
  return { ...inEveryAnswer(post), category, tags: tags.map(({ id, name, slug }) => ({ id, name, slug })) };
}
