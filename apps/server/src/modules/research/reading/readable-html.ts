import { AppError } from "@cofounder/kernel";
import { Readability } from "@mozilla/readability";
import { depthOf, type HtmlDocument, type HtmlElement, type HtmlNode, parseDocument, removeUnseen } from "./html-document.ts";
import { htmlText } from "./html-text.ts";

export interface ReadableHtml {
  text: string;
  title?: string;
  author?: string;
  publishedAt?: string;
  canonicalUrl?: string;
}

/** Below this an article was not found but a corner of the page. */
const minArticleCharacters = 200;
/** Looking for an article takes time out of proportion in deeper pages than people write. */
const maxArticleDepth = 120;
export const maxDepth = 1000;

export function tooDeep(): AppError {
  return new AppError("unsupported", "The page is nested too deeply to be read.");
}

function clean(text: string | null | undefined, length = 300): string | undefined {
  const bare = text?.replaceAll(/\s+/g, " ").trim().slice(0, length);
  return bare === "" ? undefined : bare;
}

function meta(document: HtmlDocument, names: readonly string[]): string | undefined {
  for (const name of names) {
    const element = document.querySelector(`meta[name="${name}"]`) ?? document.querySelector(`meta[property="${name}"]`);
    const content = clean(element?.getAttribute("content"));
    if (content !== undefined) return content;
  }
  return undefined;
}

function canonicalOf(document: HtmlDocument): string | undefined {
  const href = document.querySelector('link[rel="canonical"]')?.getAttribute("href") ?? meta(document, ["og:url"]);
  return href !== undefined && /^https?:\/\/\S{1,1990}$/.test(href) && URL.canParse(href) ? href : undefined;
}

function readPage(html: string): HtmlDocument {
  const page = parseDocument(html);
  if (depthOf(page) > maxDepth) throw tooDeep();
  removeUnseen(page);
  return page;
}

/** The whole page but its furniture: what is read where no article stands out. */
function bodyText(body: HtmlElement): string {
  for (const element of [...body.querySelectorAll("nav, aside, footer, form, header nav")]) element.remove();
  return htmlText(body);
}

interface Article {
  content?: HtmlNode | null | undefined;
  title?: string | null | undefined;
  byline?: string | null | undefined;
  publishedTime?: string | null | undefined;
}

/** Finds the article of a page (the library changes the document it is given). */
function findArticle(document: HtmlDocument): Article | null {
  const reader = new Readability(document, { serializer: (node: unknown) => node as HtmlNode, charThreshold: minArticleCharacters });
  return reader.parse();
}

/**
 * The readable text of an HTML page: its article if one stands out, else the page without its furniture; what a
 * reader does not see is left out. Title, author, date and canonical address are what the page says of itself.
 */
export function readableHtml(html: string): ReadableHtml {
  const page = readPage(html);
  const heading = clean(page.querySelector("h1")?.textContent);
  const named = meta(page, ["og:title", "twitter:title"]) ?? clean(page.querySelector("title")?.textContent);
  const author = meta(page, ["author", "article:author", "dc.creator", "parsely-author"]);
  const publishedAt =
    meta(page, ["article:published_time", "date", "dc.date", "dcterms.date", "parsely-pub-date"]) ??
    clean(page.querySelector("time[datetime]")?.getAttribute("datetime"));
  const canonicalUrl = canonicalOf(page);
  const article = depthOf(page) > maxArticleDepth ? null : findArticle(page);
  const found = article?.content === undefined || article.content === null ? "" : htmlText(article.content);
  const text = found.length >= minArticleCharacters ? found : bodyText(readPage(html).body);
  const title = clean(article?.title) ?? named ?? heading;
  const byline = author ?? clean(article?.byline);
  const date = publishedAt ?? clean(article?.publishedTime);
  return {
    text,
    ...(title === undefined ? {} : { title }),
    ...(byline === undefined ? {} : { author: byline }),
    ...(date === undefined ? {} : { publishedAt: date }),
    ...(canonicalUrl === undefined ? {} : { canonicalUrl }),
  };
}
