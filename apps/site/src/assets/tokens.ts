/** Lightness 0–1, chroma, hue in degrees. */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

export interface Token {
  light: Oklch;
  dark: Oklch;
}

/** Every colour of the site, in both themes. */
export const tokens = {
  canvas: { light: [0.985, 0.002, 285], dark: [0.165, 0.006, 285] },
  surface: { light: [1, 0, 0], dark: [0.205, 0.007, 285] },
  raised: { light: [1, 0, 0], dark: [0.235, 0.008, 285] },
  line: { light: [0.915, 0.004, 285], dark: [0.295, 0.008, 285] },
  text: { light: [0.205, 0.01, 285], dark: [0.945, 0.004, 285] },
  muted: { light: [0.48, 0.014, 285], dark: [0.7, 0.012, 285] },
  accent: { light: [0.52, 0.17, 277], dark: [0.7, 0.14, 277] },
  "on-accent": { light: [0.99, 0, 0], dark: [0.17, 0.01, 285] },
  ok: { light: [0.5, 0.13, 155], dark: [0.76, 0.13, 155] },
  warn: { light: [0.54, 0.12, 70], dark: [0.8, 0.12, 80] },
  bad: { light: [0.52, 0.2, 25], dark: [0.72, 0.16, 25] },
} as const satisfies Record<string, Token>;

export type TokenName = keyof typeof tokens;

type Theme = keyof Token;

/** Notation of CSS: `oklch(0.52 0.17 277)`. */
export function cssColour([lightness, chroma, hue]: Oklch): string {
  return `oklch(${lightness} ${chroma} ${hue})`;
}

function declarations(theme: Theme): string {
  return Object.entries<Token>(tokens)
    .map(([name, token]) => `--${name}:${cssColour(token[theme])}`)
    .join(";");
}

/** Custom properties for both themes; paper is always light. */
export function tokenStyles(): string {
  return `:root{color-scheme:light dark;${declarations("light")}}\n@media screen and (prefers-color-scheme:dark){:root{${declarations("dark")}}}\n`;
}
