import type { FailureStatus } from "../failures.ts";
import { Layout } from "../parts/layout.tsx";
import type { Page } from "../parts/markup.ts";
import type { Visit } from "../site-options.ts";

const sentences: Record<FailureStatus, { title: string; text: string }> = {
  404: {
    title: "There is nothing at this address",
    text: "The post may have been taken down, or the address has a slip in it.",
  },
  500: {
    title: "This page could not be made",
    text: "Something broke on our side. It has been noted; nothing was lost.",
  },
  503: {
    title: "This page cannot be shown just now",
    text: "The server is busy or its database is away. Try again in a minute.",
  },
};

/** What a reader gets when there is no page to show. */
export function failurePage(visit: Visit, status: FailureStatus): Page {
  const { title, text } = sentences[status];
  const markup = (
    <Layout visit={visit} head={{ title, description: text, path: visit.url.pathname, isHidden: true }}>
      <div class="column failure">
        <p class="failure-status">{status}</p>
        <h1>{title}</h1>
        <p>{text}</p>
        <p class="failure-ways">
          <a href="/">Front page</a>
          <a href="/posts">All posts</a>
          <a href="/search">Search</a>
        </p>
      </div>
    </Layout>
  );
  return { markup, status };
}
