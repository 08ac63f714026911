import { Layout } from "../parts/layout.tsx";
import { type Markup, type Page, page } from "../parts/markup.ts";
import { Pagination } from "../parts/pagination.tsx";
import { PostList } from "../parts/post-list.tsx";
import type { Visit } from "../site-options.ts";
import { pageNumber } from "../text/addresses.ts";
import { counted } from "../text/dates.ts";
import { listPage } from "./read-posts.ts";

const longestQuery = 200;

function SearchForm({ query }: { query: string }): Markup {
  return (
    <search>
      <form class="search" action="/search" method="get">
        <label>
          <span>Words to look for</span>
          <input name="q" type="search" value={query} maxlength={longestQuery} autocomplete="off" />
        </label>
        <button type="submit">Search</button>
      </form>
    </search>
  );
}

function resultsSentence(query: string, total: number): string {
  if (total === 0) return `No post has the words “${query}”. Try fewer or other words.`;
  return `${counted(total, "post")} with the words “${query}”`;
}

/** A form, and what it found. */
export async function searchPage(visit: Visit): Promise<Page> {
  const query = (visit.url.searchParams.get("q") ?? "").trim().slice(0, longestQuery);
  const current = pageNumber(visit.url);
  const found = query === "" ? undefined : await listPage(visit.client, current, { pageSize: 20, search: query });
  const head = {
    title: query === "" ? "Search" : `Search: ${query}`,
    description: `Search the posts of ${visit.site.name}.`,
    path: "/search",
    isHidden: query !== "",
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="frame">
        <header class="page-head">
          <h1>Search</h1>
          <SearchForm query={query} />
          {found === undefined ? null : <p class="page-count">{resultsSentence(query, found.total)}</p>}
        </header>
        {found === undefined || found.posts.length === 0 ? null : <PostList posts={found.posts} visit={visit} level={2} />}
        {found === undefined ? null : <Pagination current={current} count={found.pageCount} url={visit.url} />}
      </div>
    </Layout>,
  );
}
