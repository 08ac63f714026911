import { Layout } from "../parts/layout.tsx";
import { type Page, page } from "../parts/markup.ts";
import { breadcrumbs } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";

/** What the site keeps about its readers. */
export function privacyPage(visit: Visit): Page {
  const { name } = visit.site;
  const head = {
    title: "Privacy",
    description: `What ${name} keeps about its readers: nothing.`,
    path: "/privacy",
    structured: [breadcrumbs(visit, [{ name: "Privacy", path: "/privacy" }])],
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="column plain-page">
        <h1>Privacy</h1>
        <p class="standfirst">Reading {name} leaves nothing behind: no cookie, no script, no profile.</p>
        <div class="prose">
          <h2>What is stored on your device</h2>
          <p>Nothing but what your browser caches of the pages themselves. These pages set no cookies and run no scripts.</p>
          <h2>What others get to know</h2>
          <p>Nothing. Fonts, styles and images come from this server; no other one is asked for anything until you follow a link.</p>
          <h2>What the server sees</h2>
          <p>
            Like every web server it sees the address of your connection and the page asked for, in order to answer and to turn away abuse. Words
            typed into the search are used to answer that one search.
          </p>
        </div>
      </div>
    </Layout>,
  );
}
