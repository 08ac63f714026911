import type { HtmlEscapedString } from "hono/utils/html";

/** What a part of a page is made of. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page before it is sent. */
export interface Page {
  markup: Markup;
  status: 200 | 404 | 500 | 503;
}

export function page(markup: Markup): Page {
  return { markup, status: 200 };
}
