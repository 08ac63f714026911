import type { CheckReport, Post } from "@cofounder/contracts";
import type { Sql, Transaction } from "@cofounder/database";
import type { Clock, Ctx } from "@cofounder/kernel";

/** A text that is or would become public, as the check needs it. */
export interface TextToCheck {
  postId: string;
  /** The task that wrote it; null for a post by hand. */
  taskId: string | null;
  kind: Post["kind"];
  title: string;
  content: string;
  /** The kept sources that the post rests on. */
  sourceIds: string[];
}

/** A text as its page shows it. */
export interface RenderedMarkdown {
  /** Sanitised: it goes to the page as it is. */
  html: string;
  wordCount: number;
  /** The first paragraph as plain text, without footnote marks. */
  lead: string;
}

/** What the CMS asks of the house. */
export interface CmsDeps {
  sql: Sql;
  transaction: Transaction;
  clock: Clock;
  /** Checks a text against its sources. Called before the transaction of a write, never inside. */
  checkPost(ctx: Ctx, text: TextToCheck): Promise<CheckReport>;
  /** Renders a text that is no longer than a post may be. */
  renderMarkdown(markdown: string): Promise<RenderedMarkdown>;
  /** True when a person (or a rule that may) has granted this approval for this very post. */
  isGranted(approvalId: string, postId: string): Promise<boolean>;
  /** The names under which these people appear in public; an unknown id is left out. */
  namesOf(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
