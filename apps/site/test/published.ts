import { readFileSync } from "node:fs";
import type { Category, PostAnswer, PostEvidence, Site } from "@cofounder/contracts";
import type { PublishedPost, PublishedSite } from "./fake-client.ts";

export const site: Site = {
  name: "Crumb & Kilowatt",
  tagline: "What small bakeries really spend on heat and cold, with the sources beside every number.",
  url: "https://crumb.example",
  time_zone: "UTC",
};

type Post = PostAnswer["data"];

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8"));
}

const idOf = (number: number): string => `01935b00-0000-7000-8000-${String(number).padStart(12, "0")}`;

function category(number: number, name: string, slug: string): Category {
  const at = "2026-11-01T08:00:00.000Z";
  return { id: idOf(900 + number), name, slug, description: null, created_at: at, updated_at: at, post_count: 0 };
}

export const energy: Category = {
  ...category(1, "Energy", "energy"),
  description: "Ovens, cold rooms and the bill: where the kilowatt-hours go and what brings them down.",
};
export const craft = category(2, "Craft", "craft");

const tag = (number: number, name: string) => ({ id: idOf(950 + number), name, slug: name.replaceAll(" ", "-"), color: null });

/** A published post; what is not said is plain. */
export function publish(number: number, changes: Partial<Post>, meta: Partial<PostAnswer["meta"]> = {}): PublishedPost {
  const published = new Date(Date.UTC(2026, 10, 24, 6, 30) - number * 4.3 * 86_400_000).toISOString();
  const data: Post = {
    id: idOf(number),
    title: `Post ${number}`,
    slug: `post-${number}`,
    excerpt: "",
    content: "Text.",
    content_html: "<p>Text.</p>",
    kind: "article",
    featured_image_url: null,
    cover_image_url: null,
    category_id: null,
    author_id: null,
    author_name: null,
    seo_title: null,
    seo_description: null,
    seo_keywords: null,
    status: "published",
    revision: 1,
    word_count: 400,
    reading_minutes: 2,
    view_count: 0,
    published_at: published,
    created_at: published,
    updated_at: published,
    ...changes,
  };
  return { answer: { data, meta: { tags: [], category: null, ...meta } }, evidence: undefined };
}

type Digest = Pick<Post, "title" | "content" | "content_html" | "word_count"> & Pick<PostEvidence, "coverage" | "claims" | "sources">;

/** Seventeen passages of eight sources, as the product composes and renders them. */
export function publishDigest(): PublishedPost {
  const { coverage, claims, sources, ...text } = read("digest") as Digest;
  const { answer } = publish(
    0,
    {
      ...text,
      slug: "how-small-bakeries-cut-energy",
      kind: "digest",
      excerpt: "Eight sources on ovens, cold rooms, night rates and heat recovery: what was measured, by whom, and what it saved.",
      author_name: "Ines Falk",
      reading_minutes: 5,
    },
    { category: energy, tags: [tag(1, "ovens"), tag(2, "refrigeration"), tag(3, "energy costs")] },
  );
  const { id, slug, title, revision, kind } = answer.data;
  return { answer, evidence: { post: { id, slug, title, revision, kind }, coverage, claims, sources, signatures: [] } };
}

/** An article by hand with every construct of Markdown that a post can have. */
export function publishArticle(): PublishedPost {
  const text = read("article") as Pick<Post, "content" | "content_html" | "word_count">;
  const article = publish(
    1,
    {
      ...text,
      title: "Reading the meter: one ordinary week",
      slug: "reading-the-meter",
      excerpt: "A plug-in meter, a notebook and two minutes a day show more than a year of bills.",
      author_name: "Ines Falk",
    },
    { category: energy, tags: [tag(4, "measuring")] },
  );
  const { id, slug, title, revision, kind } = article.answer.data;
  const at = "2026-11-18T09:12:00.000Z";
  const source = { source_id: "s1", title: "Ninety meter readings", url: "https://example.org/readings", sha256: "ab".repeat(32), fetched_at: at };
  const cite = (quote: string) => [
    { source_id: "s1", title: source.title, url: source.url, sha256: source.sha256, quote, start: 0, end: quote.length },
  ];
  const claim = (words: string, verdict: "supported" | "contradicted" | "unsupported" | "unchecked") => ({
    text: words,
    start: 0,
    end: words.length,
    verdict,
  });
  return {
    answer: article.answer,
    evidence: {
      post: { id, slug, title, revision, kind },
      coverage: 0.5,
      claims: [
        {
          claim: claim("The smallest oven was the *most expensive* one.[^method]", "supported"),
          citations: cite("Of the three ovens the smallest cost most per loaf."),
        },
        { claim: claim("We moved the pies and left the small oven off on four days of the week.", "unsupported"), citations: [] },
        { claim: claim("The upper deck used 312.4 kWh.", "contradicted"), citations: cite("The upper deck took 321.4 kWh in that week.") },
        { claim: claim("Die Torten verlieren etwas an Knusprigkeit.", "unchecked"), citations: [] },
      ],
      sources: [source],
      signatures: [{ rule: "claim_coverage", start: 0, end: 10, reason: "I moved the pies myself.", signed_by: "Ines Falk", at }],
    },
  };
}

const titles: readonly (readonly [title: string, excerpt: string])[] = [
  [
    "Why the night baker turns the oven on too early",
    "Fifty-two minutes is a long time to heat stone. We followed three ovens from cold to ready and wrote down every minute.",
  ],
  ["A cold room is a leaking bucket", "Door seals, defrost timers and what a gasket for forty euros did in one month."],
  ["What an hour of holding temperature costs", ""],
  [
    "The long way round: how a tray of pies came to be the most expensive thing in a bakery that had never once weighed its electricity against its flour",
    "A title this long has to wrap without pushing anything aside, on a telephone too.",
  ],
  ["Steam", "It is a third of the energy in a rack oven, and nobody sees it."],
];

/** Thirty posts over the turn of a year. */
export function publishMany(): PublishedPost[] {
  const rest = Array.from({ length: 28 }, (_, index) => {
    const number = index + 2;
    const [title = "", excerpt = ""] = titles[index % titles.length] ?? [];
    const isRepeat = index >= titles.length;
    return publish(
      number,
      {
        title: isRepeat ? `${title}, part ${Math.floor(index / titles.length) + 1}` : title,
        slug: `post-${number}`,
        excerpt,
        reading_minutes: (index % 7) + 1,
      },
      { category: index % 3 === 0 ? craft : energy, tags: [tag(1, "ovens")] },
    );
  });
  return [publishDigest(), publishArticle(), ...rest];
}

export const scenes: Record<string, PublishedSite> = {
  empty: { site: { ...site, tagline: "" }, posts: [] },
  one: { site, posts: [publishDigest()] },
  many: { site, posts: publishMany() },
};
