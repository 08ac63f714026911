/** A sentence of a post's Markdown as a reader sees it: without footnote marks, quote marks of the block, emphasis and addresses. */
export function plainClaim(markdown: string): string {
  return markdown
    .replaceAll(/\[\^[^\]\s]+\]/g, "")
    .replaceAll(/!?\[([^\]]*)\]\([^)\s]*\)/g, "$1")
    .replaceAll(/^[ \t]*(?:>[ \t]?|#{1,6}[ \t]+|[-*+][ \t]+)+/gm, "")
    .replaceAll(/(\*\*|__|~~|`)(?=\S)(.+?)\1/g, "$2")
    .replaceAll(/(?<![\p{L}\p{N}\\])([*_])(?=\S)(.+?)\1(?![\p{L}\p{N}])/gu, "$2")
    .replaceAll(/\\([\\`*_[\]<>~|#&])/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();
}
