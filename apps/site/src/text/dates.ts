const styles = {
  long: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short" },
  minute: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An ISO time as a date of the business's own time zone: "24 November 2026", "24 Nov", "24 November 2026 at 09:30 UTC". */
export function formatDate(iso: string, timeZone: string, style: keyof typeof styles = "long"): string {
  return new Intl.DateTimeFormat("en-GB", { ...styles[style], timeZone }).format(new Date(iso));
}

/** The year of an ISO time in that time zone. */
export function yearOf(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone }).format(new Date(iso));
}

/** "1 post", "12 posts". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** "1 min read" and up: nothing takes no time. */
export function readingTime(minutes: number): string {
  return `${Math.max(1, Math.round(minutes))} min read`;
}
