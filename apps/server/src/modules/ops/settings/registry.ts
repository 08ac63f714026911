import { z } from "zod";

interface Definition {
  /** Its number in the interface; never given to another setting. */
  id: number;
  schema: z.ZodType<string>;
  default: string;
  category: string;
  description: string;
  tags: readonly string[];
}

const define = <const Spec extends Definition>(spec: Spec): Spec => spec;

const line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `may have ${longest} characters at the most`)
    // oxlint-disable-next-line no-control-regex -- control characters are what is refused
    .regex(/^[^\u0000-\u001f\u007f]*$/, "must be one line");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** An offset such as +02:00 has no summer and no history: only names of the IANA database are time zones here. */
const timeZone = z
  .string()
  .trim()
  .refine((name) => /^[A-Z]/i.test(name) && isTimeZone(name), "must be a time zone of the IANA database, such as UTC or Europe/Vienna");

/** Every setting there is: what it may be, what it is when nobody has said, and what it is for. */
export const registry = {
  "site.name": define({
    id: 1,
    schema: line(80).min(1, "must not be empty"),
    default: "Cofounder",
    category: "site",
    description: "The name of the publication, as its pages and feeds show it.",
    tags: ["public"],
  }),
  "site.tagline": define({
    id: 2,
    schema: line(200),
    default: "",
    category: "site",
    description: "One line below the name that says what the publication is about. May be empty.",
    tags: ["public"],
  }),
  "business.time_zone": define({
    id: 3,
    schema: timeZone,
    default: "UTC",
    category: "business",
    description: "The time zone in which days, months and hours are meant, such as Europe/Vienna.",
    tags: ["public"],
  }),
  "auth.registration": define({
    id: 4,
    schema: z.enum(["invite", "open", "closed"], "must be invite, open or closed"),
    default: "invite",
    category: "authentication",
    description: "Who may open an account once there is an owner: the invited, everybody (as a viewer), or nobody.",
    tags: ["security"],
  }),
};

export type Registry = typeof registry;
export type SettingKey = keyof Registry;
export type SettingValue<Key extends SettingKey> = z.output<Registry[Key]["schema"]>;

export const settingKeys = Object.keys(registry) as SettingKey[];

/** The key of a setting that is named by its number or its key. */
export function findKey(name: string): SettingKey | undefined {
  return settingKeys.find((key) => key === name || String(registry[key].id) === name);
}
