import { Mark } from "./mark.tsx";
import type { Markup } from "./markup.ts";

const places = [
  { path: "/posts", name: "Posts" },
  { path: "/about", name: "About" },
  { path: "/search", name: "Search" },
] as const;

/** The name and the few places to go, on every page. */
export function Header({ name, path }: { name: string; path: string }): Markup {
  return (
    <header class="site-header">
      <div class="frame site-header-row">
        <a class="site-name" href="/" aria-current={path === "/" ? "page" : undefined}>
          <Mark />
          <span>{name}</span>
        </a>
        <nav class="site-places" aria-label="Site">
          <ul>
            {places.map((place) => (
              <li>
                <a href={place.path} aria-current={path === place.path ? "page" : undefined}>
                  {place.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  );
}
