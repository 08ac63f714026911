import { cssColour, tokens } from "./tokens.ts";

/** Two rounded squares on a grid of 16; `overlap` is where they lie on each other. */
export const markShapes = {
  viewBox: "0 0 16 16",
  back: { x: 1, y: 1, width: 9.5, height: 9.5, rx: 2.75 },
  front: { x: 5.5, y: 5.5, width: 9.5, height: 9.5, rx: 2.75 },
  overlap: "M8.25 5.5H10.5V7.75A2.75 2.75 0 0 1 7.75 10.5H5.5V8.25A2.75 2.75 0 0 1 8.25 5.5Z",
} as const;

/** The mark as a file of its own: one hue, so that it stands on light and on dark tabs. */
export function faviconSvg(): string {
  const accent = cssColour(tokens.accent.light);
  const squares = [markShapes.back, markShapes.front]
    .map(({ x, y, width, height, rx }) => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${rx}" fill="${accent}" opacity="0.45"/>`)
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${markShapes.viewBox}">${squares}<path d="${markShapes.overlap}" fill="${accent}"/></svg>`;
}
