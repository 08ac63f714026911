import type { Sql } from "@cofounder/database";
import { desc, sql } from "drizzle-orm";
import { posts } from "../tables.ts";

const mostCompared = 200;

export interface TitleQuery {
  words: readonly string[];
  /** The task whose own post does not count. */
  exceptTaskId: string | undefined;
}

/** Posts that are not archived and have most of the words in their title; of many, the newest. */
export async function findPostsByTitle(from: Sql, { words, exceptTaskId }: TitleQuery) {
  // Of two titles that share three of five words, one has two of any three of them: pairs find both without reading every post with one word.
  const pairs = words.length === 1 ? [words] : words.flatMap((word, at) => words.slice(at + 1).map((other) => [word, other]));
  const wanted = pairs.map((pair) => `(${pair.map((word) => `${word}:A`).join(" & ")})`).join(" | ");
  return from
    .select({ id: posts.id, slug: posts.slug, title: posts.title, status: posts.status })
    .from(posts)
    .where(
      sql`${posts.status} <> 'archived' and ${posts.search} @@ to_tsquery('english', ${wanted}) and ${posts.taskId} is distinct from ${exceptTaskId ?? null}::uuid`,
    )
    .orderBy(desc(posts.createdAt))
    .limit(mostCompared);
}
