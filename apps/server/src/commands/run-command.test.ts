import { describe, expect, it } from "vitest";
import { commandOf } from "./command.ts";
import { runCommand } from "./run-command.ts";

const noSettings = () => expect.unreachable("the configuration is not needed");

describe("the command among the arguments", () => {
  it.each([
    [["--command=doctor"], "doctor"],
    [["--port", "8123", "--command", "audit-verify"], "audit-verify"],
    [["--command"], ""],
    [["--command="], ""],
    [["--port=8123"], undefined],
    [[], undefined],
  ])("of %j is %j", (args, command) => {
    expect(commandOf(args)).toBe(command);
  });
});

describe("a command that there is not", () => {
  it.each(["", "constructor", "restore"])("%j is refused with those that there are", async (name) => {
    const { lines, exitCode } = await runCommand(name, noSettings);
    expect(exitCode).toBe(2);
    expect(lines).toEqual([`There is no command "${name}". There are: audit-verify, doctor.`]);
  });
});
