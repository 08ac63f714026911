/** Paths of the site's pages. */
export const paths = {
  post: (slug: string) => `/posts/${encodeURIComponent(slug)}`,
  evidence: (slug: string) => `/posts/${encodeURIComponent(slug)}/evidence`,
  markdown: (slug: string) => `/posts/${encodeURIComponent(slug)}.md`,
  category: (slug: string) => `/category/${encodeURIComponent(slug)}`,
  tag: (slug: string) => `/tag/${encodeURIComponent(slug)}`,
};

/** An address that may stand in a link to elsewhere: http or https, whole; undefined for everything else. */
export function webAddress(url: string | null): string | undefined {
  if (url === null || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}

/** The host as a reader says it: without "www.". */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}

/** An image that the content policy lets a page show: a path of the site itself. */
export function ownImage(url: string | null): string | undefined {
  return url !== null && /^\/(?![/\\])/.test(url) ? url : undefined;
}

/** The page asked for by `?page=`, counted from 1; what is not a whole number reads as the first. */
export function pageNumber(url: URL): number {
  const asked = url.searchParams.get("page") ?? "1";
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1;
}
