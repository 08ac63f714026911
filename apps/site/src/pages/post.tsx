import type { PostAnswer, PostEvidence, PostInList } from "@cofounder/contracts";
import { raw } from "hono/html";
import { Contents } from "../parts/contents.tsx";
import { Disclosure } from "../parts/disclosure.tsx";
import { Layout } from "../parts/layout.tsx";
import { type Markup, type Page, page } from "../parts/markup.ts";
import { kindNames, PostList, PostTime } from "../parts/post-list.tsx";
import { Sources } from "../parts/sources.tsx";
import { blogPosting, breadcrumbs } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";
import { ownImage, paths } from "../text/addresses.ts";
import { citedSources } from "../text/cited-sources.ts";
import { readingTime } from "../text/dates.ts";
import { readContent } from "../text/read-content.ts";
import { findEvidence } from "./read-posts.ts";

const mostRelated = 3;

async function listRelated(visit: Visit, { data: post, meta: { category } }: PostAnswer): Promise<PostInList[]> {
  if (category === null) return [];
  const { data } = await visit.client.listPosts({ category: category.slug, limit: mostRelated + 1 });
  return data.filter(({ id }) => id !== post.id).slice(0, mostRelated);
}

function PostHead({ answer: { data: post, meta }, visit }: { answer: PostAnswer; visit: Visit }): Markup {
  return (
    <header class="post-head">
      <p class="meta">
        <span>{kindNames[post.kind]}</span>
        {meta.category === null ? null : <a href={paths.category(meta.category.slug)}>{meta.category.name}</a>}
      </p>
      <h1>{post.title}</h1>
      {post.excerpt === "" ? null : <p class="standfirst">{post.excerpt}</p>}
      <p class="byline">
        {post.author_name === null ? null : <span>By {post.author_name}</span>}
        <PostTime iso={post.published_at} visit={visit} />
        <span>{readingTime(post.reading_minutes)}</span>
      </p>
    </header>
  );
}

function Tags({ tags }: { tags: PostAnswer["meta"]["tags"] }): Markup {
  if (tags.length === 0) return <></>;
  return (
    <ul class="tags" aria-label="Tags">
      {tags.map(({ slug, name }) => (
        <li>
          <a href={paths.tag(slug)} rel="tag">
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Related({ posts, visit, category }: { posts: readonly PostInList[]; visit: Visit; category: string }): Markup {
  return (
    <section class="related frame" aria-labelledby="related">
      <h2 class="section-title" id="related">
        More in {category}
      </h2>
      <PostList posts={posts} visit={visit} level={3} />
    </section>
  );
}

interface PostViewProps {
  visit: Visit;
  answer: PostAnswer;
  evidence: PostEvidence | undefined;
  related: readonly PostInList[];
}

function headOf({ visit, answer }: PostViewProps, sourceUrls: readonly string[]) {
  const { data: post, meta } = answer;
  const path = paths.post(post.slug);
  const steps = [
    ...(meta.category === null ? [] : [{ name: meta.category.name, path: paths.category(meta.category.slug) }]),
    { name: post.title, path },
  ];
  return {
    title: post.seo_title ?? post.title,
    description: post.seo_description ?? (post.excerpt === "" ? post.title : post.excerpt),
    path,
    kind: "article" as const,
    image: ownImage(post.featured_image_url),
    markdownPath: paths.markdown(post.slug),
    published: post.published_at,
    modified: post.updated_at,
    structured: [blogPosting(visit, answer, sourceUrls), breadcrumbs(visit, steps)],
  };
}

function PostView(props: PostViewProps): Markup {
  const { visit, answer, evidence, related } = props;
  const { data: post, meta } = answer;
  const content = readContent(post.content_html, post.kind);
  const cited = evidence === undefined ? { sources: [], holdsEveryNote: false } : citedSources(evidence, content.notes);
  const hasSources = cited.sources.length > 0 || content.notesHtml !== undefined;
  const image = ownImage(post.featured_image_url);
  return (
    <Layout
      visit={visit}
      head={headOf(
        props,
        cited.sources.flatMap(({ url }) => url ?? []),
      )}
    >
      <article class={`post post-${post.kind}`}>
        <PostHead answer={answer} visit={visit} />
        <Disclosure slug={post.slug} kind={post.kind} opening={content.opening} sources={cited.sources} evidence={evidence} />
        {image === undefined ? null : <img class="post-image" src={image} alt="" decoding="async" />}
        <div class="post-body">
          <Contents headings={content.headings} hasSources={hasSources} />
          <div class="prose">{raw(content.body)}</div>
        </div>
        <Sources visit={visit} cited={cited} notesHtml={content.notesHtml} signatures={evidence?.signatures ?? []} />
        <footer class="post-foot">
          <Tags tags={meta.tags} />
          <p>
            {evidence === undefined ? null : <a href={paths.evidence(post.slug)}>Evidence</a>}
            <a href={paths.markdown(post.slug)}>Markdown</a>
          </p>
        </footer>
      </article>
      {meta.category === null || related.length === 0 ? null : <Related posts={related} visit={visit} category={meta.category.name} />}
    </Layout>
  );
}

/** A post with everything that it rests on. */
export async function postPage(visit: Visit, answer: PostAnswer): Promise<Page> {
  const [evidence, related] = await Promise.all([findEvidence(visit.client, answer.data.slug), listRelated(visit, answer)]);
  return page(<PostView visit={visit} answer={answer} evidence={evidence} related={related} />);
}
