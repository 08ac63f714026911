import type { Database } from "@cofounder/database";
import type { Clock, Ctx } from "@cofounder/kernel";
import type { SearchIndex } from "@cofounder/retrieval";
import { checkFolder, type StorageState } from "../adapters/storage.ts";
import type { TextWork } from "../adapters/text-work.ts";
import type { Config, Secrets } from "../config.ts";
import type { Origins } from "../http/endpoint/context.ts";
import { type Auth, createAuth, type SignInRules } from "../modules/auth/index.ts";
import { type Cms, createCms } from "../modules/cms/index.ts";
import { type Content, createContent, type WritingTask } from "../modules/content/index.ts";
import { createMemory, type Memory } from "../modules/memory/index.ts";
import { createOps, type Ops, type OpsDeps } from "../modules/ops/index.ts";
import { createDatabaseBlobs, createResearch, readOffLoop, type Research, type ResearchDeps } from "../modules/research/index.ts";
import { createTasks, type TaskRow, type Tasks } from "../modules/tasks/index.ts";
import { systemCtx } from "./journal.ts";

export interface ModuleParts {
  config: Config;
  secrets: Secrets;
  database: Database;
  clock: Clock;
  texts: TextWork;
  index: SearchIndex;
  origins: Origins;
  blobs: ResearchDeps["blobs"] | null;
  fetchPage: ResearchDeps["fetchPage"];
  onEvents: (wake: () => void) => () => void;
  version: string;
  health: Pick<OpsDeps, "isStarted" | "checkEngine">;
  report: (error: unknown) => void;
}

export interface Modules {
  auth: Auth;
  tasks: Tasks;
  content: Content;
  research: Research;
  memory: Memory;
  cms: Cms;
  ops: Ops;
}

function writingTask(row: TaskRow, message: string): WritingTask {
  return {
    id: row.id,
    name: row.name,
    topic: row.topic,
    state: row.state,
    outcome: row.outcome,
    percent: row.percent,
    step: row.step,
    message,
    approvalId: row.state === "awaiting_approval" || row.state === "paused" ? row.approvalId : null,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? "" },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const words: Record<string, string> = {
  queued: "Waiting to start",
  awaiting_approval: "Waiting for a decision",
  paused: "Paused",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

function asWritingTask(row: TaskRow): WritingTask {
  return writingTask(row, row.state === "running" && row.step !== null ? `Step ${row.step}` : (words[row.state] ?? row.state));
}

const wholeTasks = (tasks: Tasks) => ({
  startTask: tasks.startTask,
  findTask: async (ctx: Ctx, taskId: string) => asWritingTask(await tasks.findTaskRow(ctx, { taskId })),
  async findTasks(ctx: Ctx, query: { state?: string; outcome?: string; limit: number; offset: number }) {
    const { limit, offset, ...filter } = query;
    const { rows, total } = await tasks.findTaskRows(ctx, { filter, limit, offset });
    return { tasks: rows.map(asWritingTask), total };
  },
  deleteTask: (ctx: Ctx, taskId: string) => tasks.deleteTask(ctx, { task_id: taskId }),
  findApproval: (ctx: Ctx, taskId: string) => tasks.findApprovalOfTask(ctx, { taskId }),
  decide: (ctx: Ctx, { approvalId, decision, note }: { approvalId: string; decision: "approve" | "reject"; note: string }) =>
    tasks.decideApproval(ctx, { approval_id: approvalId, decision, note, hold_seconds: 0 }),
});

const sourcesOf = (research: Research) => ({
  keepSources: research.keepSources,
  readSources: (ctx: Ctx, sourceIds: string[]) => research.readSources(ctx, { sourceIds }),
  searchPassages: research.searchPassages,
  readTexts: research.readTexts,
});

const minuteMs = 60_000;
const dayMs = 24 * 3600_000;

const signInRules = ({ accounts }: Config): SignInRules => ({
  accessTokenMs: accounts.accessTokenMinutes * minuteMs,
  refreshTokenMs: accounts.refreshTokenDays * dayMs,
  maxLoginAttempts: accounts.maxLoginAttempts,
  lockoutMs: accounts.lockoutMinutes * minuteMs,
});

/** Where files are written: the folder of the blobs, else that of the embedded database; on a server's database, nowhere. */
async function checkStorage({ blobStore, database, dataDir }: Config): Promise<StorageState> {
  if (blobStore.kind === "folder") return checkFolder(blobStore.path);
  return database.kind === "embedded" ? checkFolder(dataDir) : "healthy";
}

function keepSources({ database, clock, blobs, fetchPage, index, texts }: ModuleParts): Research {
  const { sql, transaction } = database;
  return createResearch({
    sql,
    transaction,
    clock,
    blobs: blobs ?? createDatabaseBlobs({ sql, transaction }),
    fetchPage,
    index,
    readDocument: readOffLoop,
    findMirrors: texts.findMirrors,
  });
}

/** Makes the modules and connects what each asks of the others; none of them knows another. */
export function createModules(parts: ModuleParts): Modules {
  const { config, secrets, database, clock, report } = parts;
  const { sql, transaction, writeAlone, listen } = database;
  const floor = { sql, transaction, writeAlone, clock };
  const ops = createOps({
    ...floor,
    listen,
    report,
    version: parts.version,
    publicUrl: config.http.publicUrl,
    ...parts.health,
    pingDatabase: database.ping,
    checkStorage: () => checkStorage(config),
    searchMode: () => Promise.resolve(parts.index.vectorSearch().status),
  });
  const auth = createAuth({
    ...floor,
    listen,
    report,
    isDevelopment: config.environment === "development",
    jwtSecret: secrets.jwt.reveal(),
    adminJwtSecret: secrets.adminJwt.reveal(),
    rules: signInRules(config),
    setupToken: secrets.setupToken?.reveal(),
    registrationRule: () => ops.readSetting("auth.registration"),
    isLocalRequest: (ctx) => parts.origins.of(ctx)?.isLocal ?? false,
    addressOf: (ctx) => parts.origins.of(ctx)?.address ?? "",
    sessionOf: (ctx) => parts.origins.of(ctx)?.sessionId,
  });
  const research = keepSources(parts);
  const tasks: Tasks = createTasks({
    ...floor,
    onEvents: (wake) => Promise.resolve(parts.onEvents(wake)),
    recheck: (ctx, edit) => content.recheckDraft(ctx, edit),
    namesOf: auth.namesOf,
  });
  const cms: Cms = createCms({
    ...floor,
    checkPost: (ctx, post) => content.checkPost(ctx, post),
    renderMarkdown: parts.texts.render,
    isGranted: (approvalId, subjectId) => tasks.isGranted(systemCtx("cms"), { approvalId, subjectId }),
    namesOf: auth.namesOf,
  });
  const content: Content = createContent({
    ...floor,
    publicUrl: config.http.publicUrl,
    check: parts.texts.check,
    compose: parts.texts.compose,
    ...sourcesOf(research),
    findSimilarTitles: (ctx, topic) => cms.findSimilarTitles(ctx, { topic }),
    ...wholeTasks(tasks),
  });
  return { auth, tasks, content, research, memory: createMemory({ ...floor, index: parts.index }), cms, ops };
}
