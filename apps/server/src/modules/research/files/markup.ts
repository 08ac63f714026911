import { DOMParser } from "linkedom";
import { depthOf, parseDocument, removeUnseen } from "../reading/html-document.ts";
import { htmlText } from "../reading/html-text.ts";
import { tooDeep, maxDepth } from "../reading/readable-html.ts";

export interface XmlElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}

export interface XmlDocument {
  getElementsByTagName(name: string): ArrayLike<XmlElement> & Iterable<XmlElement>;
}

/** Parses XML without its document type: entities of its own making are not expanded. */
export function readXml(text: string): XmlDocument {
  const plain = text.replace(/<!DOCTYPE[^>[]*(?:\[[\s\S]*?\]\s*)?>/i, "");
  return new DOMParser().parseFromString(plain, "text/xml");
}

/** What the named elements of a document say, each under its own name where it says anything. */
export function textOf<Name extends string>(document: XmlDocument | undefined, names: Record<Name, string>): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const [name, tag] of Object.entries(names) as [Name, string][]) {
    const text = document?.getElementsByTagName(tag)[0]?.textContent?.replaceAll(/\s+/g, " ").trim().slice(0, 300) ?? "";
    if (text !== "") found[name] = text;
  }
  return found;
}

/** The text of a whole page of a document, where all of it was written to be read. */
export function wholeText(html: string): string {
  const page = parseDocument(html);
  if (depthOf(page) > maxDepth) throw tooDeep();
  removeUnseen(page);
  return htmlText(page.body);
}
