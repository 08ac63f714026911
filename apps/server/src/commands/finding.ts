import { type TroubleId, troubles } from "./troubles.ts";

/** What a look at one part found. A note is worth knowing and no fault. */
export interface Finding {
  part: string;
  state: "well" | "note" | "wrong";
  says: string;
  trouble?: TroubleId;
}

const marks = { well: "ok   ", note: "note ", wrong: "WRONG" } as const;

/** A finding as lines, with what to do below it. */
export function linesOf({ part, state, says, trouble }: Finding): string[] {
  const [first = "", ...more] = says.split("\n");
  const advice = trouble === undefined ? [] : troubles[trouble].mend.map((sentence) => `         → ${sentence}`);
  return [`  ${marks[state]}  ${part}: ${first}`, ...more.map((line) => `         ${line}`), ...advice];
}

/** All findings, and the verdict in the last line. */
export function report(findings: readonly Finding[]): { lines: string[]; isWell: boolean } {
  const wrong = findings.filter(({ state }) => state === "wrong").length;
  const verdict = wrong === 0 ? "Nothing is wrong." : wrong === 1 ? "One thing is wrong." : `${wrong} things are wrong.`;
  return { lines: [...findings.flatMap(linesOf), verdict], isWell: wrong === 0 };
}
