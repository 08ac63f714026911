import type rehypeSanitize from "rehype-sanitize";

export type HtmlRoot = Parameters<ReturnType<typeof rehypeSanitize>>[0];
type HtmlNode = HtmlRoot["children"][number];
type HtmlElement = Extract<HtmlNode, { type: "element" }>;

const heading = /^h[2-6]$/;
const elsewhere = /^(?:https?:)?\/\//i;
/** The site itself (a path from its root, or beside the page) or another one over TLS. */
const shownImage = /^(?:https:\/\/|\/(?!\/)|[^:/?#]+(?:[/?#]|$))/i;

export const sourcesId = "sources";

function textOf(node: HtmlNode): string {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  // The mark of a footnote is not part of a heading's words.
  return node.tagName === "sup" ? "" : node.children.map(textOf).join("");
}

const longestId = 80;

/** An id from a heading's words, in its own script. The prefix keeps it from shadowing a name of the document ("location", "forms"). */
function sectionId(words: string): string {
  const parts = words
    .normalize("NFC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? ["part"];
  return Array.from(`section-${parts.join("-")}`)
    .slice(0, longestId)
    .join("");
}

/** Makes an id once; a repeat gets -2, -3 …. */
function uniqueIds(): (wanted: string) => string {
  const taken = new Set<string>();
  const lastNumber = new Map<string, number>();
  return (wanted) => {
    let id = wanted;
    for (let number = (lastNumber.get(wanted) ?? 1) + 1; taken.has(id); number++) {
      id = `${wanted}-${number}`;
      lastNumber.set(wanted, number);
    }
    taken.add(id);
    return id;
  };
}

function finishLink(link: HtmlElement): void {
  const { href } = link.properties;
  if (typeof href === "string" && elsewhere.test(href)) link.properties["rel"] = ["noopener"];
  if (link.properties["dataFootnoteRef"] !== undefined) link.properties["ariaDescribedBy"] = [sourcesId];
}

function finishElement(element: HtmlElement, idOf: (wanted: string) => string): void {
  if (element.tagName === "a") finishLink(element);
  if (element.tagName === "img") element.properties = { alt: "", ...element.properties, loading: "lazy", decoding: "async" };
  if (!heading.test(element.tagName)) return;
  const isLabel = element.properties["id"] === "footnote-label";
  element.properties["id"] = isLabel ? sourcesId : idOf(sectionId(element.children.map(textOf).join("")));
}

function isShown(node: HtmlNode): boolean {
  if (node.type !== "element" || node.tagName !== "img") return true;
  const { src } = node.properties;
  return typeof src === "string" && shownImage.test(src);
}

/**
 * The last touch on sanitised HTML: ids for headings (`section-…`), the footnotes' heading as `#sources`, rel=noopener
 * for links that lead elsewhere, and images only from the site itself or over TLS.
 */
export function finishHtml(root: HtmlRoot): void {
  const idOf = uniqueIds();
  const finishChildren = (parent: HtmlRoot | HtmlElement): void => {
    parent.children = (parent.children as HtmlNode[]).filter(isShown) as HtmlElement["children"];
    for (const child of parent.children) {
      if (child.type !== "element") continue;
      finishElement(child, idOf);
      finishChildren(child);
    }
  };
  finishChildren(root);
}
