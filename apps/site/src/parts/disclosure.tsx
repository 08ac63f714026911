import type { PostEvidence } from "@cofounder/contracts";
import { paths } from "../text/addresses.ts";
import type { CitedSource } from "../text/cited-sources.ts";
import { counted } from "../text/dates.ts";
import type { Markup } from "./markup.ts";

interface DisclosureProps {
  slug: string;
  kind: "digest" | "article";
  /** What a digest says of itself in its first paragraph. */
  opening: string | undefined;
  sources: readonly CitedSource[];
  evidence: PostEvidence | undefined;
}

const ownWords = "This is a digest: excerpts from the sources named here, quoted word for word. The lines between them only name the source.";

const mostNamed = 10;

function SourceNames({ sources }: { sources: readonly CitedSource[] }): Markup {
  const named = sources.length > mostNamed ? sources.slice(0, mostNamed - 1) : sources;
  return (
    <ol class="disclosure-sources">
      {named.map(({ anchor, title, passages }) => (
        <li>
          <a href={`#${anchor}`}>{title}</a> <span>{counted(passages.length, "passage")}</span>
        </li>
      ))}
      {named.length === sources.length ? null : (
        <li>
          <a href="#sources">and {sources.length - named.length} more</a>
        </li>
      )}
    </ol>
  );
}

/** What a digest is made from is what it quotes; other sources may say the same and stand below. */
function quotedSources(sources: readonly CitedSource[]): readonly CitedSource[] {
  const quoted = sources.map((source) => ({ ...source, passages: source.passages.filter(({ note }) => note !== undefined) }));
  const found = quoted.filter(({ passages }) => passages.length > 0);
  return found.length === 0 ? sources : found;
}

function DigestDisclosure({ slug, opening, sources: all }: DisclosureProps): Markup {
  const sources = quotedSources(all);
  const passages = sources.reduce((sum, source) => sum + source.passages.length, 0);
  return (
    <aside class="disclosure" aria-label="How this was made">
      <p>{opening ?? ownWords}</p>
      {sources.length === 0 ? null : (
        <>
          <p class="disclosure-made-from">
            Made from {counted(passages, "passage")} of {counted(sources.length, "source")}:
          </p>
          <SourceNames sources={sources} />
          <p>
            <a href={paths.evidence(slug)}>What each sentence rests on</a>
          </p>
        </>
      )}
    </aside>
  );
}

function ArticleDisclosure({ slug, evidence }: DisclosureProps): Markup {
  const claims = evidence?.claims ?? [];
  if (claims.length === 0) return <></>;
  const supported = claims.filter(({ claim }) => claim.verdict === "supported").length;
  return (
    <aside class="disclosure" aria-label="How this was made">
      <p>
        Checked by software against stored sources: {supported} of {counted(claims.length, "factual sentence")} {supported === 1 ? "is" : "are"}{" "}
        supported by them. <a href={paths.evidence(slug)}>What each sentence rests on</a>
      </p>
    </aside>
  );
}

/** Says in plain words what software had to do with a text. */
export function Disclosure(props: DisclosureProps): Markup {
  return props.kind === "digest" ? <DigestDisclosure {...props} /> : <ArticleDisclosure {...props} />;
}
