import type { InputIssue } from "@cofounder/kernel";

const deepest = 40;
/** NUL, which a text column cannot hold, and halves of a surrogate pair, which are no characters. */
const unstorable = /[\0\p{Surrogate}]/u;

interface Visit {
  value: unknown;
  loc: (string | number)[];
}

function childrenOf({ value, loc }: Visit): Visit[] {
  if (Array.isArray(value)) return value.map((child: unknown, index) => ({ value: child, loc: [...loc, index] }));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value as Record<string, unknown>).map(([key, child]) => ({ value: child, loc: [...loc, key] }));
}

/** What no field may hold: characters that cannot be stored, and nesting without end. */
export function textIssues(place: string, given: unknown): InputIssue[] {
  const issues: InputIssue[] = [];
  const waiting: Visit[] = [{ value: given, loc: [place] }];
  for (let visit = waiting.pop(); visit !== undefined && issues.length < 20; visit = waiting.pop()) {
    const { value, loc } = visit;
    const key = loc.at(-1);
    if ((typeof value === "string" && unstorable.test(value)) || (typeof key === "string" && unstorable.test(key))) {
      issues.push({
        loc: loc.map((part) => (typeof part === "string" ? part.replaceAll(/[^\x20-\x7e]/g, "?") : part)),
        msg: "holds a character that cannot be stored",
        type: "value_error",
      });
    } else if (loc.length > deepest) {
      return [{ loc: loc.slice(0, 3), msg: `is nested deeper than ${deepest} levels`, type: "value_error" }];
    } else {
      waiting.push(...childrenOf(visit));
    }
  }
  return issues;
}
