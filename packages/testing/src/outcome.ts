import { isAppError } from "@cofounder/kernel";

/** What a call answers, or the code of the error with which it refuses. Anything else that goes wrong is thrown on. */
export async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
}
