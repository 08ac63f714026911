import { posix } from "node:path";
import { AppError } from "@cofounder/kernel";
import { decodeText } from "../reading/decode-text.ts";
import type { Extracted } from "../reading/extracted.ts";
import { readXml, textOf, wholeText, type XmlDocument } from "./markup.ts";
import { partOf, unpackZip } from "./unpack-zip.ts";

const isText = (name: string): boolean => /\.(?:xml|opf|x?html?)$/i.test(name);

/** The chapters in the order in which they are read (EPUB 3.3 §5.8); what the book says may be skipped comes last in its own order. */
function chaptersOf(book: XmlDocument, folder: string): string[] {
  const files = new Map([...book.getElementsByTagName("item")].map((item) => [item.getAttribute("id") ?? "", item.getAttribute("href") ?? ""]));
  return [...book.getElementsByTagName("itemref")].flatMap((item) => {
    const file = files.get(item.getAttribute("idref") ?? "");
    return file === undefined || file === "" ? [] : [posix.normalize(posix.join(folder, decoded(file)))];
  });
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch (error) {
    if (error instanceof URIError) return address;
    throw error;
  }
}

/** The text of an electronic book: its chapters in order. */
export function readableEpub(bytes: Uint8Array): Extracted {
  const parts = unpackZip(bytes, isText);
  const xml = (name: string): XmlDocument => readXml(decodeText(partOf(parts, name), "text"));
  const bookFile = xml("META-INF/container.xml").getElementsByTagName("rootfile")[0]?.getAttribute("full-path") ?? "";
  const book = xml(bookFile);
  const chapters = chaptersOf(book, posix.dirname(bookFile));
  const locks = parts.get("META-INF/encryption.xml");
  const locked = locks === undefined ? "" : decodeText(locks, "text");
  if (chapters.some((name) => locked.includes(name))) throw new AppError("unsupported", "The book is protected against copying and cannot be read.");
  const texts = chapters.flatMap((name) => {
    const chapter = parts.get(name);
    return chapter === undefined ? [] : [wholeText(decodeText(chapter, "html"))];
  });
  return {
    text: texts.filter((text) => text !== "").join("\n\n"),
    ...textOf(book, { title: "dc:title", author: "dc:creator", publishedAt: "dc:date" }),
  };
}
