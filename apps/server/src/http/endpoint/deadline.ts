import { AppError } from "@cofounder/kernel";
import type { FastifyReply } from "fastify";

const callerGone = (): AppError => new AppError("unavailable", "The caller is gone.");

/** Calls back when the caller hangs up before the answer is out. */
export function hearHangUp(reply: FastifyReply, listener: () => void): void {
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) listener();
  });
}

export interface DeadlineOptions {
  timeoutMs: number;
  /** Calls back when the caller hangs up. */
  onGone: (listener: () => void) => void;
  /** Takes the failure of work that nobody waits for any more. */
  reportLate: (error: unknown) => void;
}

function tooLate(timeoutMs: number): AppError {
  return new AppError("timeout", `This took longer than ${Math.ceil(timeoutMs / 1000)} seconds and was given up.`);
}

/** Runs the work with a signal, and stops waiting when its time is up: the caller gets `timeout`, the work its signal. */
export async function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, { timeoutMs, onGone, reportLate }: DeadlineOptions): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  onGone(() => controller.abort(callerGone()));
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const late = tooLate(timeoutMs);
      isOver = true;
      controller.abort(late);
      reject(late);
    }, timeoutMs);
  });
  const running = work(controller.signal).catch((error: unknown) => {
    if (isOver) reportLate(error);
    throw error;
  });
  try {
    return await Promise.race([running, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
