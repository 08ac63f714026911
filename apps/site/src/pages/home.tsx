import type { PostEvidence, PostInList } from "@cofounder/contracts";
import { Layout } from "../parts/layout.tsx";
import { type Page, page, type Markup } from "../parts/markup.ts";
import { Pagination } from "../parts/pagination.tsx";
import { PostList, PostMeta, PostTime } from "../parts/post-list.tsx";
import { websiteItems } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";
import { pageNumber, paths } from "../text/addresses.ts";
import { findEvidence, listPage } from "./read-posts.ts";

interface LeadQuote {
  quote: string;
  sourceTitle: string;
}

const longestLeadQuote = 220;

/** A passage short enough to stand beside the lead post. */
function chooseQuote(evidence: PostEvidence | undefined): LeadQuote | undefined {
  const citations = (evidence?.claims ?? []).filter(({ claim }) => claim.verdict === "supported").flatMap((claim) => claim.citations);
  const fitting = citations.find(({ quote }) => quote.length <= longestLeadQuote && quote.length >= 40);
  return fitting === undefined ? undefined : { quote: fitting.quote, sourceTitle: fitting.title };
}

interface LeadProps {
  post: PostInList;
  quote: LeadQuote | undefined;
  visit: Visit;
}

function Lead({ post, quote, visit }: LeadProps): Markup {
  return (
    <article class={quote === undefined ? "lead" : "lead lead-quoted"}>
      <div class="lead-text">
        <p class="lead-date">
          <PostTime iso={post.published_at} visit={visit} />
        </p>
        <h2 class="lead-title">
          <a href={paths.post(post.slug)}>{post.title}</a>
        </h2>
        {post.excerpt === "" ? null : <p class="lead-excerpt">{post.excerpt}</p>}
        <PostMeta post={post} />
      </div>
      {quote === undefined ? null : (
        <figure class="lead-quote">
          <blockquote>
            <p>“{quote.quote}”</p>
          </blockquote>
          <figcaption>{quote.sourceTitle}</figcaption>
        </figure>
      )}
    </article>
  );
}

function Empty(): Markup {
  return (
    <section class="empty">
      <h2>Nothing has been published yet</h2>
      <p>
        Posts will appear here, newest first: each with the sources it is made from and the passages it quotes. To hear of the first one, follow{" "}
        <a href="/feed.xml">the feed</a>.
      </p>
    </section>
  );
}

/** The front page: one lead post, then the latest; later pages are plain lists. */
export async function homePage(visit: Visit): Promise<Page> {
  const { site } = visit;
  const current = pageNumber(visit.url);
  const { posts, pageCount } = await listPage(visit.client, current, { pageSize: 10 });
  const [lead, ...rest] = current === 1 ? posts : [undefined, ...posts];
  const quote = lead === undefined ? undefined : chooseQuote(await findEvidence(visit.client, lead.slug));
  const head = {
    title: current === 1 ? site.name : `Posts, page ${current}`,
    description: site.tagline === "" ? `Posts by ${site.name}, with their sources.` : site.tagline,
    path: current === 1 ? "/" : `/?page=${current}`,
    structured: websiteItems(visit),
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="frame home">
        <h1 class="visually-hidden">{site.name}</h1>
        {site.tagline === "" ? null : <p class="masthead">{site.tagline}</p>}
        {lead === undefined ? null : <Lead post={lead} quote={quote} visit={visit} />}
        {posts.length === 0 ? <Empty /> : null}
        {rest.length === 0 ? null : <Latest posts={rest.filter((post) => post !== undefined)} visit={visit} />}
        <Pagination current={current} count={pageCount} url={visit.url} />
      </div>
    </Layout>,
  );
}

function Latest({ posts, visit }: { posts: readonly PostInList[]; visit: Visit }): Markup {
  return (
    <section class="latest" aria-labelledby="latest">
      <h2 class="section-title" id="latest">
        Latest
      </h2>
      <PostList posts={posts} visit={visit} level={3} />
    </section>
  );
}
