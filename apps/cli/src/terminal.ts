import { stdin, stdout } from "node:process";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import pc from "picocolors";

export interface Terminal {
  /** What the command answers. */
  print(line: string): void;
  /** What happens meanwhile; not part of the answer. */
  note(line: string): void;
  /** Rewrites one line in place where the terminal can. */
  progress(line: string): void;
  ask(question: string, options?: { isHidden?: boolean }): Promise<string>;
  isInteractive: boolean;
  colours: ReturnType<typeof pc.createColors>;
}

export function createTerminal(isColourful: boolean): Terminal {
  const isInteractive = stdin.isTTY && stdout.isTTY;
  let isOnProgress = false;
  const leaveProgress = (): void => {
    if (isOnProgress) process.stderr.write("\n");
    isOnProgress = false;
  };
  return {
    isInteractive,
    colours: pc.createColors(isColourful),
    print(line) {
      leaveProgress();
      stdout.write(`${line}\n`);
    },
    note(line) {
      leaveProgress();
      process.stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!process.stderr.isTTY) return void process.stderr.write(`${line}\n`);
      process.stderr.write(`\r\u001B[2K${line}`);
      isOnProgress = true;
    },
    async ask(question, options = {}) {
      const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
      process.stderr.write(question);
      const lines = createInterface({ input: stdin, output: options.isHidden === true ? muted : process.stderr, terminal: stdin.isTTY });
      try {
        return (await lines.question("")).trim();
      } finally {
        lines.close();
        if (options.isHidden === true) process.stderr.write("\n");
      }
    },
  };
}

/** Columns as wide as their widest cell; the last one runs on. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>((known, row) => row.map((cell, index) => Math.max(known[index] ?? 0, cell.length)), []);
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

const barWidth = 20;

/** `████████░░░░  40 %` */
export function bar(percent: number): string {
  const full = Math.round((Math.min(Math.max(percent, 0), 100) / 100) * barWidth);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)} ${String(percent).padStart(3)} %`;
}
