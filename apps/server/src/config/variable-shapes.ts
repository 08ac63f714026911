import { z } from "zod";

// Every message says what would be right and repeats nothing of what was given.

export function text(longest: number) {
  return z.string().max(longest, `may hold at most ${longest} characters`);
}

export function wholeNumber(smallest: number, largest: number) {
  const said = `must be a whole number from ${smallest} to ${largest}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, said)
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, said);
}

export function oneOf<const Name extends string>(names: readonly Name[], otherNames: Record<string, Name> = {}) {
  const known = new Map<string, Name>([
    ...names.map((name) => [name.toLowerCase(), name] as const),
    ...Object.entries(otherNames).map(([other, name]) => [other.toLowerCase(), name] as const),
  ]);
  const said = `must be one of ${names.join(", ")}`;
  return z
    .string()
    .refine((value) => known.has(value.trim().toLowerCase()), said)
    .transform((value) => known.get(value.trim().toLowerCase()) as Name);
}

export function flag() {
  return oneOf(["true", "false"], { "1": "true", yes: "true", on: "true", "0": "false", no: "false", off: "false" }).transform(
    (name) => name === "true",
  );
}

/** Text that must not be shown; the message never holds any of it. */
export function secretText(pattern: RegExp, said: string) {
  return z.string().regex(pattern, said);
}

function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isPlain =
    /^https?:$/.test(url.protocol) && url.username === "" && url.password === "" && url.pathname === "/" && url.search === "" && url.hash === "";
  return isPlain ? url.origin : undefined;
}

export function httpUrl() {
  return z.string().transform((address, check) => {
    const origin = originOf(address.trim());
    if (origin !== undefined) return origin;
    check.addIssue({ code: "custom", message: "must be an http or https address without a path, like https://example.com" });
    return z.NEVER;
  });
}

function parts(list: string): string[] {
  return list
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

export function origins() {
  return z.string().transform((list, check) => {
    const found = parts(list).map(originOf);
    if (!found.includes(undefined)) return [...new Set(found as string[])];
    check.addIssue({
      code: "custom",
      message: "must be origins like https://example.com, separated by commas; `*` is not one, since cookies are sent",
    });
    return z.NEVER;
  });
}

export function endpointList() {
  return z.string().transform((list, check) => {
    const found = parts(list);
    if (found.every((part) => /^(?:\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9.-]+):\d{1,5}$/.test(part))) return found.map((part) => part.toLowerCase());
    check.addIssue({ code: "custom", message: "must be host:port pairs, separated by commas" });
    return z.NEVER;
  });
}

const address = /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9a-fA-F:]+)(?:\/\d{1,3})?$|^(?:loopback|linklocal|uniquelocal)$/;

/** `false`, a number of proxies in front, or their addresses. `true` means one. */
export function trustedProxies() {
  return z.string().transform((given, check): false | number | string[] => {
    const word = given.trim().toLowerCase();
    if (["false", "0", "no", "off"].includes(word)) return false;
    if (["true", "yes", "on"].includes(word)) return 1;
    if (/^\d{1,2}$/.test(word)) return Number(word);
    const found = parts(given);
    if (found.length > 0 && found.every((part) => address.test(part))) return found;
    check.addIssue({ code: "custom", message: "must be true, false, a number of proxies, or addresses and networks separated by commas" });
    return z.NEVER;
  });
}
