import { Layout } from "../parts/layout.tsx";
import { type Page, page } from "../parts/markup.ts";
import { breadcrumbs } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";

/** Who publishes and how the posts are made. */
export function aboutPage(visit: Visit): Page {
  const { name, tagline } = visit.site;
  const head = {
    title: "About",
    description: `About ${name} and how its posts are made.`,
    path: "/about",
    structured: [breadcrumbs(visit, [{ name: "About", path: "/about" }])],
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="column plain-page">
        <h1>About {name}</h1>
        {tagline === "" ? null : <p class="standfirst">{tagline}</p>}
        <div class="prose">
          <h2>How posts are made</h2>
          <p>
            Posts may be researched and drafted with software. A post marked <strong>digest</strong> is made of excerpts from its sources, quoted word
            for word; the lines between them only say which source speaks. It stands here because a person approved it.
          </p>
          <p>
            A post with sources has an <strong>evidence page</strong>: each factual sentence, the passage it rests on, where that passage was read and
            when, and the hash of the stored copy. Where a person decided against a check, their name and reason are shown.
          </p>
          <h2>Following along</h2>
          <p>
            There are feeds in <a href="/feed.xml">RSS</a>, <a href="/atom.xml">Atom</a> and <a href="/feed.json">JSON</a>, and each post can be had
            as plain Markdown: add <code>.md</code> to its address.
          </p>
        </div>
      </div>
    </Layout>,
  );
}
