import type { PostEvidence } from "@cofounder/contracts";
import { raw } from "hono/html";
import type { Visit } from "../site-options.ts";
import { hostOf } from "../text/addresses.ts";
import type { CitedPassage, CitedSource, CitedSources } from "../text/cited-sources.ts";
import { formatDate } from "../text/dates.ts";
import type { Markup } from "./markup.ts";

/** The first digits of a hash; the whole one is its title and stands on the evidence page. */
export function ShortHash({ sha256 }: { sha256: string }): Markup {
  return (
    <span class="hash" title={`SHA-256 ${sha256}`}>
      SHA-256 <code>{sha256.slice(0, 12)}</code>
    </span>
  );
}

interface SourceNameProps {
  title: string;
  url: string | undefined;
}

export function SourceName({ title, url }: SourceNameProps): Markup {
  if (url === undefined) return <>{title}</>;
  return (
    <a href={url} rel="noopener">
      {title}
    </a>
  );
}

function Passage({ passage: { quote, note } }: { passage: CitedPassage }): Markup {
  if (note === undefined) {
    return (
      <li class="passage">
        <blockquote>
          <p>“{quote}”</p>
        </blockquote>
      </li>
    );
  }
  return (
    <li class="passage" id={note.id}>
      <blockquote>
        <p>“{quote}”</p>
      </blockquote>
      <a class="passage-mark" href={`#${note.markId}`} aria-label={`Back to mark ${note.number} in the text`}>
        {note.number}
      </a>
    </li>
  );
}

function Source({ source, visit }: { source: CitedSource; visit: Visit }): Markup {
  return (
    <li class="source" id={source.anchor}>
      <h3 class="source-title">
        <SourceName title={source.title} url={source.url} />
      </h3>
      <p class="meta">
        {source.url === undefined ? null : <span>{hostOf(source.url)}</span>}
        <span>
          Read <time datetime={source.fetchedAt}>{formatDate(source.fetchedAt, visit.site.time_zone)}</time>
        </span>
        <ShortHash sha256={source.sha256} />
      </p>
      {source.passages.length === 0 ? null : (
        <ul class="passages">
          {source.passages.map((passage) => (
            <Passage passage={passage} />
          ))}
        </ul>
      )}
    </li>
  );
}

export function Signatures({ signatures, visit }: { signatures: PostEvidence["signatures"]; visit: Visit }): Markup {
  if (signatures.length === 0) return <></>;
  return (
    <ul class="signatures">
      {signatures.map(({ rule, reason, signed_by, at }) => (
        <li>
          <span class="signature-by">Signed by {signed_by}</span>, <time datetime={at}>{formatDate(at, visit.site.time_zone)}</time>: {reason}{" "}
          <span class="signature-rule">({rule.replaceAll(/[_-]/g, " ")})</span>
        </li>
      ))}
    </ul>
  );
}

interface SourcesProps {
  visit: Visit;
  cited: CitedSources;
  /** The list of footnotes as HTML that the CMS has sanitised. */
  notesHtml: string | undefined;
  signatures: PostEvidence["signatures"];
}

/** What the text rests on: each source with the passages quoted from it; footnotes stand apart only where they say more. */
export function Sources({ visit, cited, notesHtml, signatures }: SourcesProps): Markup {
  const notes = notesHtml !== undefined && !cited.holdsEveryNote ? notesHtml : undefined;
  if (cited.sources.length === 0 && notes === undefined && signatures.length === 0) return <></>;
  return (
    <section class="sources" aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      {cited.sources.length === 0 ? null : (
        <ol class="source-list">
          {cited.sources.map((source) => (
            <Source source={source} visit={visit} />
          ))}
        </ol>
      )}
      {notes === undefined ? null : (
        <div class="notes">
          {cited.sources.length === 0 ? null : <h3>Notes</h3>}
          {raw(notes)}
        </div>
      )}
      <Signatures signatures={signatures} visit={visit} />
    </section>
  );
}
