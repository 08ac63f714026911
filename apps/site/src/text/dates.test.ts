import { describe, expect, it } from "vitest";
import { counted, formatDate, readingTime, yearOf } from "./dates.ts";

describe("dates and counts", () => {
  it("a time is a date of the business's own time zone", () => {
    const iso = "2026-12-31T23:30:00.000Z";
    expect(formatDate(iso, "UTC")).toBe("31 December 2026");
    expect(formatDate(iso, "Europe/Berlin")).toBe("1 January 2027");
    expect(yearOf(iso, "Europe/Berlin")).toBe("2027");
    expect(formatDate(iso, "UTC", "short")).toBe("31 Dec");
    expect(formatDate(iso, "UTC", "minute")).toBe("31 December 2026 at 23:30 UTC");
  });

  it("counts say one and many", () => {
    expect(counted(1, "post")).toBe("1 post");
    expect(counted(1200, "post")).toBe("1,200 posts");
    expect(counted(0, "entry", "entries")).toBe("0 entries");
  });

  it("nothing takes no time to read", () => {
    expect(readingTime(0)).toBe("1 min read");
    expect(readingTime(4)).toBe("4 min read");
  });
});
