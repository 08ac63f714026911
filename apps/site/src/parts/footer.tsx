import type { Visit } from "../site-options.ts";
import { yearOf } from "../text/dates.ts";
import type { Markup } from "./markup.ts";

const places = [
  { path: "/posts", name: "All posts" },
  { path: "/about", name: "About" },
  { path: "/privacy", name: "Privacy" },
  { path: "/feed.xml", name: "RSS" },
  { path: "/feed.json", name: "JSON Feed" },
] as const;

/** Small print: who publishes, where else to go, and what the site does not do. */
export function Footer({ visit: { site, now } }: { visit: Visit }): Markup {
  return (
    <footer class="site-footer">
      <div class="frame site-footer-row">
        <div>
          <p class="site-footer-name">{site.name}</p>
          <p>
            © {yearOf(now.toISOString(), site.time_zone)} {site.name}. No cookies, no scripts, no trackers.
          </p>
        </div>
        <nav aria-label="Footer">
          <ul>
            {places.map(({ path, name }) => (
              <li>
                <a href={path}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}
