export { bind, type Bound } from "./bind.ts";
export { type Clock, systemClock } from "./clock.ts";
export { type Actor, allow, anonymous, anonymousCtx, type Ctx, isAllowed, personOf } from "./ctx.ts";
export { type EnvProblem, parseEnv } from "./env.ts";
export { AppError, type ErrorCode, errorCodes, type ErrorDetails, type InputIssue, invalid, isAppError } from "./errors.ts";
export { isUuid, uuidv7 } from "./ids.ts";
export { type Permission, permissions, type Role, rolePermissions, roles } from "./permissions.ts";
export { type Decision, type Run, type StepNote, type StepOutcome, type Workflow, type WorkflowEnd } from "./run.ts";
export { createShutdownStack, type ShutdownStack } from "./shutdown.ts";
