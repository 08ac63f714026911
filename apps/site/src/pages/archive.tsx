import type { Category, PostInList } from "@cofounder/contracts";
import { Layout } from "../parts/layout.tsx";
import { type Markup, type Page, page } from "../parts/markup.ts";
import { Pagination } from "../parts/pagination.tsx";
import { kindNames, PostTime } from "../parts/post-list.tsx";
import { breadcrumbs } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";
import { pageNumber, paths } from "../text/addresses.ts";
import { counted, yearOf } from "../text/dates.ts";
import { listPage } from "./read-posts.ts";

interface Year {
  year: string;
  posts: PostInList[];
}

function byYear(posts: readonly PostInList[], timeZone: string): Year[] {
  const years: Year[] = [];
  for (const post of posts) {
    const year = yearOf(post.published_at ?? post.created_at, timeZone);
    const last = years.at(-1);
    if (last?.year === year) last.posts.push(post);
    else years.push({ year, posts: [post] });
  }
  return years;
}

function Categories({ categories }: { categories: readonly Category[] }): Markup {
  const used = categories.filter(({ post_count }) => post_count > 0);
  if (used.length === 0) return <></>;
  return (
    <nav class="topics" aria-label="Categories">
      <ul>
        {used.map(({ slug, name, post_count }) => (
          <li>
            <a href={paths.category(slug)}>{name}</a> <span class="topic-count">{post_count}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function YearList({ year, posts, visit }: Year & { visit: Visit }): Markup {
  return (
    <section class="archive-year" aria-labelledby={`year-${year}`}>
      <h2 id={`year-${year}`}>{year}</h2>
      <ul>
        {posts.map((post) => (
          <li class="archive-row">
            <PostTime iso={post.published_at} visit={visit} style="short" />
            <a href={paths.post(post.slug)}>{post.title}</a>
            <span class="archive-kind">{post.category?.name ?? kindNames[post.kind]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every post by year, newest first. */
export async function archivePage(visit: Visit): Promise<Page> {
  const current = pageNumber(visit.url);
  const [{ posts, total, pageCount }, { data: categories }] = await Promise.all([
    listPage(visit.client, current, { pageSize: 50 }),
    visit.client.listCategories({}),
  ]);
  const head = {
    title: current === 1 ? "All posts" : `All posts, page ${current}`,
    description: `Every post of ${visit.site.name}, newest first.`,
    path: current === 1 ? "/posts" : `/posts?page=${current}`,
    structured: [breadcrumbs(visit, [{ name: "All posts", path: "/posts" }])],
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="column">
        <header class="page-head">
          <h1>All posts</h1>
          <p>{total === 0 ? "Nothing has been published yet. Every post will be listed here." : counted(total, "post")}</p>
        </header>
        <Categories categories={categories} />
        {byYear(posts, visit.site.time_zone).map((one) => (
          <YearList {...one} visit={visit} />
        ))}
        <Pagination current={current} count={pageCount} url={visit.url} />
      </div>
    </Layout>,
  );
}
