import type { PostInList } from "@cofounder/contracts";
import type { Visit } from "../site-options.ts";
import { paths } from "../text/addresses.ts";
import { formatDate, readingTime } from "../text/dates.ts";
import type { Markup } from "./markup.ts";

export const kindNames = { digest: "Digest", article: "Article" } as const;

interface PostTimeProps {
  iso: string | null;
  visit: Visit;
  style?: "long" | "short";
}

export function PostTime({ iso, visit, style = "long" }: PostTimeProps): Markup {
  if (iso === null) return <span>Not dated</span>;
  return <time datetime={iso}>{formatDate(iso, visit.site.time_zone, style)}</time>;
}

/** What a post is, where it belongs and how long it takes, in one quiet line. */
export function PostMeta({ post }: { post: PostInList }): Markup {
  return (
    <p class="meta">
      <span>{kindNames[post.kind]}</span>
      {post.category === null ? null : <a href={paths.category(post.category.slug)}>{post.category.name}</a>}
      <span>{readingTime(post.reading_minutes)}</span>
    </p>
  );
}

function PostRow({ post, visit, level }: { post: PostInList; visit: Visit; level: 2 | 3 }): Markup {
  const title = <a href={paths.post(post.slug)}>{post.title}</a>;
  return (
    <li class="post-row">
      <article>
        <p class="post-row-date">
          <PostTime iso={post.published_at} visit={visit} />
        </p>
        <div class="post-row-text">
          {level === 2 ? <h2 class="post-row-title">{title}</h2> : <h3 class="post-row-title">{title}</h3>}
          {post.excerpt === "" ? null : <p class="post-row-excerpt">{post.excerpt}</p>}
          <PostMeta post={post} />
        </div>
      </article>
    </li>
  );
}

interface PostListProps {
  posts: readonly PostInList[];
  visit: Visit;
  /** Level of the titles' headings. */
  level: 2 | 3;
}

export function PostList({ posts, visit, level }: PostListProps): Markup {
  return (
    <ul class="post-list">
      {posts.map((post) => (
        <PostRow post={post} visit={visit} level={level} />
      ))}
    </ul>
  );
}
