import { describe, expect, it } from "vitest";
import { formatOfAnswer, formatOfFile, guessFormat, isBinary } from "./document-format.ts";

describe("the format of a document", () => {
  it("is told by a file's name before its declared type", () => {
    expect(formatOfFile("Notes.MD", "application/octet-stream")).toBe("markdown");
    expect(formatOfFile("page.xhtml", "")).toBe("html");
    expect(formatOfFile("report.pdf", "text/plain")).toBe("pdf");
    expect(formatOfFile("report.xls", "text/plain")).toBeUndefined();
    expect(formatOfFile("README", "text/plain")).toBe("text");
    expect(formatOfFile("photo", "image/png")).toBeUndefined();
  });

  it("is what the server says, but plain text under a Markdown name is Markdown", () => {
    expect(formatOfAnswer("https://example.org/README.md", "text/plain")).toBe("markdown");
    expect(formatOfAnswer("https://example.org/README.md", "text/html")).toBe("html");
    expect(formatOfAnswer("https://example.org/notes", "application/xhtml+xml")).toBe("html");
  });

  it("is guessed from a pasted text", () => {
    expect(guessFormat("\n<!DOCTYPE html><html><body>x")).toBe("html");
    expect(guessFormat("Intro <p class='a'>one</p>")).toBe("html");
    expect(guessFormat("Some text.\n\n## Part\nmore")).toBe("markdown");
    expect(guessFormat("---\ntitle: A\n---\ntext")).toBe("markdown");
    expect(guessFormat("a [link](https://example.org) in it")).toBe("markdown");
    expect(guessFormat("If a < b and b > c, then #1 is first.")).toBe("text");
  });

  it("is no text where control characters stand", () => {
    expect(isBinary(new TextEncoder().encode("Tabs\t, lines\r\n and é"))).toBe(false);
    expect(isBinary(Buffer.from("PK\u0003\u0004\0\0"))).toBe(true);
    expect(isBinary(Buffer.from("\uFEFFhi", "utf16le"))).toBe(false);
  });
});
