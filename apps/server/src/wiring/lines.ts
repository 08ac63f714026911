export interface StartFacts {
  publicUrl: string;
  address: string;
  database: string;
  seconds: number;
  /** The one-time token that creates the owner; null once there is one. */
  setupToken: string | null;
}

/** What a person reads when the server has started. */
export function startLines({ publicUrl, address, database, seconds, setupToken }: StartFacts): string[] {
  const lines = [
    "",
    `Cofounder is ready after ${seconds.toFixed(1)} s, listening on ${address}`,
    `  Site      ${publicUrl}/`,
    `  Hub       ${publicUrl}/hub`,
    `  API       ${publicUrl}/docs`,
    `  Database  ${database}`,
  ];
  if (setupToken !== null) {
    lines.push(
      "",
      "There is no owner yet. Create the account with this one-time link:",
      `  ${publicUrl}/hub/setup#${setupToken}`,
      `  (setup token: ${setupToken})`,
    );
  }
  return [...lines, ""];
}
