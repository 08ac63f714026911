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
  // Titles that are alike share at least two words: pairs find them without reading every post that has one common word.
  const pairs = words.length === 1 ? [words] : words.flatMap((word, at) => words.slice(at + 1).map((other) => [word, other]));
  const wanted = pairs.map((pair) => `(${pair.join(" & ")})`).join(" | ");
  return from
    .select({ id: posts.id, slug: posts.slug, title: posts.title, status: posts.status })
    .from(posts)
    .where(
      sql`${posts.status} <> 'archived' and to_tsvector('english', ${posts.title}) @@ to_tsquery('english', ${wanted}) and ${posts.taskId} is distinct from ${exceptTaskId ?? null}::uuid`,
    )
    .orderBy(desc(posts.createdAt))
    .limit(mostCompared);
}
