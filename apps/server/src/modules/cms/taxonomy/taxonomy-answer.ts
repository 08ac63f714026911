import type { Category, Tag } from "@cofounder/contracts";
import type { CategoryRow, TagRow } from "./taxonomy.queries.ts";

export function toCategory(row: CategoryRow): Category {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    description: row.description,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    post_count: row.publishedCount,
  };
}

export function toTag(row: TagRow): Tag {
  return { ...toCategory(row), color: row.color };
}
