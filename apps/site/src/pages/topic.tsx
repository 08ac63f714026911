import type { Category } from "@cofounder/contracts";
import { Layout } from "../parts/layout.tsx";
import { type Page, page } from "../parts/markup.ts";
import { Pagination } from "../parts/pagination.tsx";
import { PostList } from "../parts/post-list.tsx";
import { breadcrumbs } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";
import { pageNumber, paths } from "../text/addresses.ts";
import { counted } from "../text/dates.ts";
import { listPage } from "./read-posts.ts";

type Topic = Pick<Category, "name" | "slug" | "description">;

async function topicPage(visit: Visit, kind: "category" | "tag", topic: Topic): Promise<Page> {
  const current = pageNumber(visit.url);
  const { posts, total, pageCount } = await listPage(visit.client, current, { pageSize: 20, [kind]: topic.slug });
  const path = paths[kind](topic.slug);
  const head = {
    title: current === 1 ? topic.name : `${topic.name}, page ${current}`,
    description: topic.description ?? `Posts about ${topic.name}.`,
    path: current === 1 ? path : `${path}?page=${current}`,
    structured: [breadcrumbs(visit, [{ name: topic.name, path }])],
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="frame">
        <header class="page-head">
          <p class="page-kind">{kind === "category" ? "Category" : "Tag"}</p>
          <h1>{topic.name}</h1>
          {topic.description === null || topic.description === "" ? null : <p>{topic.description}</p>}
          <p class="page-count">{total === 0 ? "No post yet." : counted(total, "post")}</p>
        </header>
        {posts.length === 0 ? null : <PostList posts={posts} visit={visit} level={2} />}
        <Pagination current={current} count={pageCount} url={visit.url} />
      </div>
    </Layout>,
  );
}

export async function categoryPage(visit: Visit, slug: string): Promise<Page> {
  const { data } = await visit.client.getCategory({ slug });
  return topicPage(visit, "category", data);
}

export async function tagPage(visit: Visit, slug: string): Promise<Page> {
  const { data } = await visit.client.getTag({ slug });
  return topicPage(visit, "tag", data);
}
