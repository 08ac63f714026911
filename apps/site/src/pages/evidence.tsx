import type { PostAnswer, PostEvidence } from "@cofounder/contracts";
import { Layout } from "../parts/layout.tsx";
import { type Markup, type Page, page } from "../parts/markup.ts";
import { Signatures, SourceName } from "../parts/sources.tsx";
import { breadcrumbs } from "../parts/schema-items.ts";
import type { Visit } from "../site-options.ts";
import { paths, webAddress } from "../text/addresses.ts";
import { counted, formatDate } from "../text/dates.ts";
import { plainClaim } from "../text/plain-claim.ts";
import { findEvidence } from "./read-posts.ts";

type ClaimEvidence = PostEvidence["claims"][number];
type Citation = ClaimEvidence["citations"][number];
type Verdict = ClaimEvidence["claim"]["verdict"];

const verdicts: Record<Verdict, { name: string; sign: string; meaning: string }> = {
  supported: { name: "Supported", sign: "✓", meaning: "the passage says so" },
  contradicted: { name: "Contradicted", sign: "✕", meaning: "a passage says otherwise" },
  unsupported: { name: "Unsupported", sign: "–", meaning: "no passage says so" },
  unchecked: { name: "Unchecked", sign: "?", meaning: "it could not be checked" },
};

function CitationView({ citation, fetchedAt, visit }: { citation: Citation; fetchedAt: string | undefined; visit: Visit }): Markup {
  return (
    <li>
      <blockquote>
        <p>“{citation.quote}”</p>
      </blockquote>
      <p class="citation-source">
        <SourceName title={citation.title} url={webAddress(citation.url)} />
      </p>
      <p class="citation-record">
        {fetchedAt === undefined ? null : (
          <>
            Read <time datetime={fetchedAt}>{formatDate(fetchedAt, visit.site.time_zone, "minute")}</time>
            <br />
          </>
        )}
        SHA-256 <code>{citation.sha256}</code>
      </p>
    </li>
  );
}

function ClaimView({ entry, evidence, visit }: { entry: ClaimEvidence; evidence: PostEvidence; visit: Visit }): Markup {
  const { claim, citations } = entry;
  const { name, sign } = verdicts[claim.verdict];
  const fetchedAt = (id: string): string | undefined => evidence.sources.find(({ source_id }) => source_id === id)?.fetched_at;
  return (
    <li class="claim">
      <p class={`verdict verdict-${claim.verdict}`}>
        <span aria-hidden="true">{sign}</span> {name}
      </p>
      <p class="claim-text">
        <span class={`claim-${claim.verdict}`}>{plainClaim(claim.text)}</span>
      </p>
      {citations.length === 0 ? null : (
        <ul class="citations">
          {citations.map((citation) => (
            <CitationView citation={citation} fetchedAt={fetchedAt(citation.source_id)} visit={visit} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Summary({ evidence }: { evidence: PostEvidence }): Markup {
  const found = (Object.keys(verdicts) as Verdict[]).flatMap((verdict) => {
    const count = evidence.claims.filter(({ claim }) => claim.verdict === verdict).length;
    return count === 0 ? [] : [{ verdict, count }];
  });
  return (
    <ul class="evidence-summary">
      {found.map(({ verdict, count }) => (
        <li>
          <span class={`verdict verdict-${verdict}`}>
            <span aria-hidden="true">{verdicts[verdict].sign}</span> {count} {verdicts[verdict].name.toLowerCase()}
          </span>
          : {verdicts[verdict].meaning}
        </li>
      ))}
    </ul>
  );
}

function Nothing({ title, path }: { title: string; path: string }): Markup {
  return (
    <p class="evidence-lead">
      No evidence is kept for <a href={path}>{title}</a>: its sentences were not checked against stored sources.
    </p>
  );
}

function EvidenceBody({ evidence, answer, visit }: { evidence: PostEvidence; answer: PostAnswer; visit: Visit }): Markup {
  return (
    <>
      <p class="evidence-lead">
        {counted(evidence.claims.length, "factual sentence")} of <a href={paths.post(answer.data.slug)}>{answer.data.title}</a>, each with the passage
        it rests on. Every source was stored when it was read; its hash tells whether a copy is the same, byte for byte.
      </p>
      <Summary evidence={evidence} />
      {evidence.signatures.length === 0 ? null : (
        <section aria-labelledby="signed">
          <h2 id="signed">Signed by a person</h2>
          <p>What the checks objected to, and who answers for it standing in the text.</p>
          <Signatures signatures={evidence.signatures} visit={visit} />
        </section>
      )}
      <section aria-labelledby="sentences">
        <h2 id="sentences">Sentence by sentence</h2>
        <ol class="claims">
          {evidence.claims.map((entry) => (
            <ClaimView entry={entry} evidence={evidence} visit={visit} />
          ))}
        </ol>
      </section>
    </>
  );
}

/** What each sentence of a post rests on: sentence, quote, source, hash and time. */
export async function evidencePage(visit: Visit, answer: PostAnswer): Promise<Page> {
  const { title, slug } = answer.data;
  const evidence = await findEvidence(visit.client, slug);
  const path = paths.evidence(slug);
  const head = {
    title: `Evidence: ${title}`,
    description: `What each sentence of "${title}" rests on.`,
    path,
    structured: [
      breadcrumbs(visit, [
        { name: title, path: paths.post(slug) },
        { name: "Evidence", path },
      ]),
    ],
  };
  return page(
    <Layout visit={visit} head={head}>
      <div class="column evidence">
        <p class="back">
          <a href={paths.post(slug)}>
            <span aria-hidden="true">← </span>Back to the post
          </a>
        </p>
        <h1>Evidence</h1>
        {evidence === undefined || evidence.claims.length === 0 ? (
          <Nothing title={title} path={paths.post(slug)} />
        ) : (
          <EvidenceBody evidence={evidence} answer={answer} visit={visit} />
        )}
      </div>
    </Layout>,
  );
}
