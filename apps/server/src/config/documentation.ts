import { aliases, withoutEffect } from "./other-names.ts";
import { variables } from "./variables.ts";

const cell = (text: string): string => text.replaceAll("|", String.raw`\|`);

/** The tables of docs/configuration.md. */
export function printConfigurationDocs(): string {
  const sections = new Map<string, string[]>();
  for (const [name, { section, fallback, says }] of Object.entries(variables)) {
    const rows = sections.get(section) ?? [];
    rows.push(`| \`${name}\` | ${cell(fallback)} | ${cell(says)} |`);
    sections.set(section, rows);
  }
  const tables = [...sections].map(
    ([section, rows]) => `## ${section}\n\n| variable | default | what it does |\n|---|---|---|\n${rows.join("\n")}\n`,
  );
  const older = Object.entries(aliases).map(([name, stands]) => `| \`${name}\` | \`${stands}\` |`);
  return [
    ...tables,
    `## Older names\n\nRead where the variable itself is not set.\n\n| name | read as |\n|---|---|\n${older.join("\n")}\n`,
    `## Known names without effect\n\nThe start log lists those that are set: ${withoutEffect.map((name) => `\`${name}\``).join(", ")}.\n`,
  ].join("\n");
}
