import { announce } from "@cofounder/database";
import { planQuestions } from "@cofounder/evidence";
import { AppError, type Ctx, type StepOutcome } from "@cofounder/kernel";
import type { ContentDeps } from "../deps.ts";
import { countWords, digestExcerpt, notATopic, type Section } from "./draft.ts";
import { type Draft, findDraft, startDraft, updateDraft } from "./drafts.queries.ts";

/** What the workflow was asked for, in this module's words. */
export interface Brief {
  topic: string;
  audience: string | null;
  keywords: string[];
  style: string;
  targetLength: number;
  sourceIds: string[];
}

export interface Piece {
  taskId: string;
  brief: Brief;
}

type Done = StepOutcome<null>;
const done = (input: string, output: string): Done => ({ value: null, note: { input, output } });
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export async function requireDraft(deps: Pick<ContentDeps, "sql">, taskId: string): Promise<Draft> {
  const draft = await findDraft(deps.sql, taskId);
  if (draft === undefined) throw new AppError("not_found", "This task has no draft yet.");
  return draft;
}

/** Turns the topic into questions to answer; refuses what is no topic and what has been published already. */
export async function writeBrief(deps: ContentDeps, ctx: Ctx, { taskId, brief }: Piece): Promise<Done> {
  const fault = notATopic(brief.topic);
  if (fault !== null) throw new AppError("invalid", `The topic cannot be written about. ${fault}`, { reason: "not_a_topic" });
  const [same] = await deps.findSimilarTitles(ctx, brief.topic);
  if (same !== undefined)
    throw new AppError("conflict", `This was published already as “${same.title}” (${same.slug}); update that post instead.`, {
      reason: "duplicate_topic",
    });
  const questions = planQuestions({
    topic: brief.topic,
    style: brief.style,
    keywords: brief.keywords,
    ...(brief.audience === null ? {} : { audience: brief.audience }),
  });
  const sections = questions.map((planned) => ({ ...planned, passages: [] }));
  await deps.transaction((tx) => startDraft(tx, { taskId, kind: "digest", title: brief.topic, sections }));
  return done(`Topic: ${brief.topic}`, `${plural(sections.length, "question")} to answer`);
}

const passagesPerSection = 12;

/** Reads the sources and lays the passages that may answer each question on the board. */
export async function gatherEvidence(deps: ContentDeps, ctx: Ctx, { taskId, brief }: Piece): Promise<Done> {
  const sources = await deps.readSources(ctx, brief.sourceIds);
  const readable = sources.filter((source) => source.status === "read").map((source) => source.source_id);
  if (readable.length === 0) {
    await deps.transaction((tx) => updateDraft(tx, taskId, { sources }));
    throw new AppError("invalid", "None of the sources could be read, so there is nothing to write from.", { reason: "no_evidence" });
  }
  const draft = await requireDraft(deps, taskId);
  const sections: Section[] = [];
  for (const section of draft.sections) {
    ctx.signal?.throwIfAborted();
    const passages = await deps.searchPassages(ctx, { query: `${brief.topic} ${section.question}`, sourceIds: readable, limit: passagesPerSection });
    sections.push({ ...section, passages });
  }
  await deps.transaction((tx) => updateDraft(tx, taskId, { sources, sections, updatedAt: deps.clock.now() }));
  const found = new Set(sections.flatMap((section) => section.passages.map((passage) => passage.id)));
  const failed = sources.length - readable.length;
  const copies = sources.filter((source) => source.mirror_of !== undefined).length;
  return done(
    plural(sources.length, "source"),
    `${plural(readable.length, "source")} read${failed === 0 ? "" : `, ${failed} not readable`}${copies === 0 ? "" : `, ${plural(copies, "near-copy", "near-copies")} counted once`}; ${plural(found.size, "passage")} on the board`,
  );
}

/** Drops the sections for which the board holds nothing. */
export async function outlineDraft(deps: ContentDeps, _ctx: Ctx, { taskId }: Piece): Promise<Done> {
  const draft = await requireDraft(deps, taskId);
  const kept = draft.sections.filter((section) => section.passages.length > 0);
  if (kept.length === 0) throw new AppError("invalid", "The sources hold nothing about this topic.", { reason: "no_evidence" });
  await deps.transaction((tx) => updateDraft(tx, taskId, { sections: kept, updatedAt: deps.clock.now() }));
  const dropped = draft.sections.length - kept.length;
  return done(
    plural(draft.sections.length, "question"),
    `${plural(kept.length, "section")} with evidence${dropped === 0 ? "" : `, ${dropped} without left out`}`,
  );
}

/** Composes the digest: cited excerpts under the headings, nothing of its own but plain connecting words. */
export async function composeDraft(deps: ContentDeps, ctx: Ctx, { taskId, brief }: Piece): Promise<Done> {
  const draft = await requireDraft(deps, taskId);
  const sourceIds = [...new Set(draft.sections.flatMap((section) => section.passages.map((passage) => passage.sourceId)))];
  const texts = new Map((await deps.readTexts(ctx, sourceIds)).map((source) => [source.id, source]));
  const sections = draft.sections.map((section) => ({
    heading: section.heading,
    question: section.question,
    passages: section.passages.flatMap((passage) => {
      const source = texts.get(passage.sourceId);
      if (source === undefined) return [];
      const url = source.url === null ? {} : { sourceUrl: source.url };
      return [
        { id: passage.id, sourceId: source.id, sourceTitle: source.title, ...url, text: passage.text, start: passage.start, score: passage.score },
      ];
    }),
  }));
  const digest = await deps.compose({ topic: brief.topic, targetLength: brief.targetLength, sections });
  if (digest.excerpts.length === 0)
    throw new AppError("invalid", "The sources hold no sentences that answer the questions of this topic.", { reason: "no_evidence" });
  const quoted = new Set(digest.excerpts.map((excerpt) => excerpt.sourceId)).size;
  await deps.transaction((tx) =>
    updateDraft(tx, taskId, {
      title: digest.title,
      markdown: digest.markdown,
      excerpts: digest.excerpts,
      excerpt: digestExcerpt(brief.topic, quoted),
      wordCount: countWords(digest.markdown),
      updatedAt: deps.clock.now(),
    }),
  );
  return done(
    `${plural(sections.length, "section")}, about ${brief.targetLength} words asked`,
    `Digest of ${countWords(digest.markdown)} words: ${plural(digest.excerpts.length, "excerpt")} from ${plural(quoted, "source")}`,
  );
}

/** Checks the draft claim by claim against every source on the board. */
export async function checkDraft(deps: ContentDeps, ctx: Ctx, { taskId }: Piece): Promise<Done> {
  const draft = await requireDraft(deps, taskId);
  const report = await judge(deps, ctx, draft);
  const blocking = report.problems.filter((problem) => problem.severity === "blocking").length;
  await deps.transaction(async (tx) => {
    await updateDraft(tx, taskId, { report, coverage: report.coverage, updatedAt: deps.clock.now() });
    await announce(tx, ctx, { type: "draft.checked", subjectId: taskId, data: { coverage: report.coverage, blocking, score: report.quality.score } });
  });
  const supported = report.claims.filter((claim) => claim.verdict === "supported").length;
  return done(
    plural(report.claims.length, "claim"),
    `${supported} of ${plural(report.claims.length, "claim")} supported, ${plural(blocking, "blocking problem")}`,
  );
}

export async function judge(deps: ContentDeps, ctx: Ctx, draft: Pick<Draft, "markdown" | "title" | "kind" | "sources">) {
  const read = draft.sources.filter((source) => source.status === "read").map((source) => source.source_id);
  const texts = await deps.readTexts(ctx, read);
  const sources = texts.map(({ id, title, url, text }) => ({ id, title, text, ...(url === null ? {} : { url }) }));
  return deps.check({ text: draft.markdown, title: draft.title, sources, kind: draft.kind === "article" ? "article" : "digest" });
}
