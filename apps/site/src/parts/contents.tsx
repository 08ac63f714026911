import type { Heading } from "../text/read-content.ts";
import type { Markup } from "./markup.ts";

interface ContentsProps {
  headings: readonly Heading[];
  hasSources: boolean;
}

const fewestHeadings = 3;

/** The table of contents of a longer post. */
export function Contents({ headings, hasSources }: ContentsProps): Markup {
  if (headings.length < fewestHeadings) return <></>;
  return (
    <nav class="contents" aria-labelledby="contents-title">
      <p class="contents-title" id="contents-title">
        On this page
      </p>
      <ol>
        {[...headings, ...(hasSources ? [{ id: "sources", text: "Sources" }] : [])].map(({ id, text }) => (
          <li>
            <a href={`#${id}`}>{text}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
