import { markShapes } from "../assets/favicon.ts";
import type { Markup } from "./markup.ts";

/** The mark beside the name: outlines in the colour of the text, the overlap in the accent. */
export function Mark(): Markup {
  const { back, front, overlap, viewBox } = markShapes;
  return (
    <svg class="mark" viewBox={viewBox} aria-hidden="true" focusable="false">
      <path class="mark-overlap" d={overlap} />
      <rect {...back} />
      <rect {...front} />
    </svg>
  );
}
