export * as authContract from "./auth.ts";
export * as cmsContract from "./cms.ts";
export * as contentContract from "./content.ts";
export * as memoryContract from "./memory.ts";
export * as opsContract from "./ops.ts";
export * as researchContract from "./research.ts";
export * as tasksContract from "./tasks.ts";
export { type Tokens, type User } from "./auth.ts";
export { type CheckReport, checkReport, type Problem, type Verdict } from "./checks.ts";
export { buildRequest, type CallOptions, type Client, type ClientOptions, createClient, ProblemError } from "./client.ts";
export { type Category, type Post, type PostAnswer, postEtag, type PostEvidence, type PostInList, type Revision, type Tag } from "./cms.ts";
export { type ContentResult, type ContentTask } from "./content.ts";
export {
  type Auth,
  type ClientInputOf,
  type Download,
  endpoint,
  type EndpointSpec,
  type InputOf,
  type Method,
  type ResponseOf,
  type StreamPart,
  type UploadedFile,
} from "./endpoint.ts";
export { endpoints } from "./endpoints.ts";
export { type Event, event, events, type EventType, type NewEvent, streamReset } from "./events.ts";
export { type Memory, type MemoryKind, memoryEtag, memoryKinds, mostMemoryTags, type NewMemory } from "./memory.ts";
export { type Health, type Setting, type Site } from "./ops.ts";
export { type ProblemDocument, problemDocument } from "./problem.ts";
export { type Source, type SourceFlag, type SourceInput } from "./research.ts";
export {
  type Approval,
  type ApprovalDocument,
  type ApprovalRow,
  type EditedPreview,
  type Override,
  type Task,
  type TaskState,
  taskStates,
  type TaskStep,
} from "./tasks.ts";
