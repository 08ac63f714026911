import type { Markup } from "./markup.ts";

interface PaginationProps {
  current: number;
  count: number;
  url: URL;
}

function addressOf(url: URL, number: number): string {
  const query = new URLSearchParams();
  const search = url.searchParams.get("q");
  if (search !== null) query.set("q", search);
  if (number > 1) query.set("page", String(number));
  return query.size === 0 ? url.pathname : `${url.pathname}?${query.toString()}`;
}

/** The way to newer and older posts; nothing when all of them are on one page. */
export function Pagination({ current, count, url }: PaginationProps): Markup {
  if (count <= 1) return <></>;
  return (
    <nav class="pagination" aria-label="Pages">
      <p class="pagination-newer">
        {current > 1 ? (
          <a href={addressOf(url, current - 1)} rel="prev">
            <span aria-hidden="true">← </span>Newer
          </a>
        ) : null}
      </p>
      <p class="pagination-place">
        Page {current} of {count}
      </p>
      <p class="pagination-older">
        {current < count ? (
          <a href={addressOf(url, current + 1)} rel="next">
            Older<span aria-hidden="true"> →</span>
          </a>
        ) : null}
      </p>
    </nav>
  );
}
