import { parseHTML } from "linkedom";

export interface HtmlNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<HtmlNode> & Iterable<HtmlNode>;
}

export interface HtmlElement extends HtmlNode {
  getAttribute(name: string): string | null;
  querySelector(selector: string): HtmlElement | null;
  querySelectorAll(selector: string): Iterable<HtmlElement>;
  remove(): void;
}

export interface HtmlDocument extends HtmlElement {
  readonly body: HtmlElement;
}

/** Parses HTML of any quality: a fragment becomes the body of a document. */
export function parseDocument(html: string): HtmlDocument {
  const isWhole = /<html[\s>]/i.test(html);
  const { document } = parseHTML(isWhole ? html : `<!doctype html><html><head></head><body>${html}</body></html>`) as unknown as {
    document: HtmlDocument;
  };
  return document;
}

const unseen =
  'script:not([type="application/ld+json"]), style, noscript, template, iframe, object, embed, svg, canvas, [hidden], [aria-hidden="true"], input, select, textarea, button';
const unseenStyle = /(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9]))/i;

/** Takes away what a reader of the page would not see: scripts, comments, hidden elements. */
export function removeUnseen(document: HtmlDocument): void {
  for (const element of [...document.querySelectorAll(unseen)]) element.remove();
  for (const element of [...document.querySelectorAll("[style]")]) {
    if (unseenStyle.test(element.getAttribute("style") ?? "")) element.remove();
  }
}

/** How deep elements stand in each other. */
export function depthOf(root: HtmlNode): number {
  let deepest = 0;
  const open: { node: HtmlNode; depth: number }[] = [{ node: root, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    deepest = Math.max(deepest, next.depth);
    for (const node of next.node.childNodes) open.push({ node, depth: next.depth + 1 });
  }
  return deepest;
}
