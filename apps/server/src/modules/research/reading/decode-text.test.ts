import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const latin = Buffer.from("caf\xe9 \x93x\x94", "latin1");

describe("the text of a document", () => {
  it("is read as its byte order mark says, against everybody else", () => {
    expect(decodeText(Buffer.from("\uFEFFé", "utf16le"), "text", "iso-8859-1")).toBe("é");
    expect(decodeText(Buffer.from("\uFEFFé"), "text", "iso-8859-1")).toBe("é");
  });

  it("is read as the server says, else as the page says, else as UTF-8, else as Windows-1252", () => {
    expect(decodeText(Buffer.from([0xa4]), "text", "iso-8859-15")).toBe("€");
    const page = Buffer.concat([
      Buffer.from('<head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head>'),
      Buffer.from([0xd1]),
    ]);
    expect(decodeText(page, "html")).toMatch(/я$/);
    expect(decodeText(Buffer.from('<meta charset="utf-8">é'), "html")).toMatch(/é$/);
    expect(decodeText(Buffer.from("é"), "text")).toBe("é");
    expect(decodeText(latin, "text")).toBe("café “x”");
    expect(decodeText(latin, "text", "ISO-8859-1")).toBe("café “x”");
  });

  it("is read all the same when the named encoding does not exist", () => {
    expect(decodeText(Buffer.from("é"), "text", "klingon-8")).toBe("é");
    expect(decodeText(Buffer.from("<meta charset=nonsense>é"), "html")).toMatch(/é$/);
  });
});
