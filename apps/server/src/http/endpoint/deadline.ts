import { AppError } from "@cofounder/kernel";
import type { FastifyReply } from "fastify";

/** A signal that is aborted when the caller hangs up before the answer is out. */
export function whenGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) controller.abort(new AppError("unavailable", "The caller is gone."));
  });
  return controller.signal;
}

export interface DeadlineOptions {
  timeoutMs: number;
  gone: AbortSignal;
  /** Takes the failure of work that nobody waits for any more. */
  reportLate: (error: unknown) => void;
}

/** Runs the work with a signal, and stops waiting when its time is up: the caller gets `timeout`, the work its signal. */
export async function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, { timeoutMs, gone, reportLate }: DeadlineOptions): Promise<T> {
  const late = new AppError("timeout", `This took longer than ${Math.ceil(timeoutMs / 1000)} seconds and was given up.`);
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, gone]);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isOver = true;
      controller.abort(late);
      reject(late);
    }, timeoutMs);
  });
  const running = work(signal).catch((error: unknown) => {
    if (isOver) reportLate(error);
    throw error;
  });
  try {
    return await Promise.race([running, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
