import type { PostAnswer, PostEvidence, PostInList, Site } from "@cofounder/contracts";
import { paths } from "../text/addresses.ts";

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** A name as Markdown shows it, whatever signs it has. */
function name(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_[\]<>]/g, String.raw`\$&`);
}

export function robotsText(origin: string): string {
  return `User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /hub\n\nSitemap: ${origin}/sitemap.xml\n`;
}

/** What a language model should know of the site: who publishes, and each post's Markdown twin. */
export function llmsText({ site, origin, posts }: { site: Site; origin: string; posts: readonly PostInList[] }): string {
  const about = site.tagline === "" ? "" : `\n> ${oneLine(site.tagline)}\n`;
  const rows = posts.map((post) => {
    const excerpt = post.excerpt === "" ? "" : `: ${oneLine(post.excerpt)}`;
    return `- [${name(post.title)}](${origin}${paths.markdown(post.slug)})${excerpt}`;
  });
  const listed = rows.length === 0 ? "Nothing has been published yet." : rows.join("\n");
  return [
    `# ${name(site.name)}\n${about}`,
    "Each post has a Markdown twin, listed here, and an evidence page (the post's address with `/evidence` added) that says what each sentence rests on.\n",
    `## Posts\n\n${listed}\n`,
    `## More\n\n- [Every address](${origin}/sitemap.xml)\n- [Latest posts as JSON Feed](${origin}/feed.json)\n`,
  ].join("\n");
}

function sourceLines(evidence: PostEvidence | undefined): string {
  if (evidence === undefined || evidence.sources.length === 0) return "";
  const lines = evidence.sources.map(({ title, url, sha256, fetched_at }) => {
    const named = url === null ? name(title) : `[${name(title)}](<${url.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`;
    return `- ${named}, read ${fetched_at}, SHA-256 ${sha256}`;
  });
  return `\n---\n\nStored sources:\n\n${lines.join("\n")}\n`;
}

interface MarkdownTwin {
  answer: PostAnswer;
  evidence: PostEvidence | undefined;
  origin: string;
}

/** A post as Markdown: title, where and when it stands, its text as it was written, and the records of its sources. */
export function markdownTwin({ answer: { data: post }, evidence, origin }: MarkdownTwin): string {
  const byline = [post.kind === "digest" ? "Digest" : "Article", post.author_name, post.published_at].filter((part) => part !== null);
  return `# ${name(post.title)}\n\n${byline.map(oneLine).join(" · ")}  \n<${origin}${paths.post(post.slug)}>\n\n${post.content.trim()}\n${sourceLines(evidence)}`;
}
