import { describe, expect, it } from "vitest";
import { type Oklch, type Token, type TokenName, tokens, tokenStyles } from "./tokens.ts";

/** Linear light of sRGB from Oklab's cylinder, by the matrices of its definition (Ottosson, 2020); clipped to what a screen shows. */
function linearRgb([lightness, chroma, hue]: Oklch): [number, number, number] {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: Oklch): number {
  const [red, green, blue] = linearRgb(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds: readonly TokenName[] = ["canvas", "surface", "raised"];
const inks: readonly TokenName[] = ["text", "muted", "accent", "ok", "warn", "bad"];
const pairs = [...grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)), ["on-accent", "accent"] as const];

describe("colour tokens", () => {
  it("measures black on white as 21 to 1 and white on itself as 1", () => {
    expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 1);
    expect(contrast([1, 0, 0], [1, 0, 0])).toBeCloseTo(1, 5);
  });

  for (const theme of ["light", "dark"] as const) {
    it.each(pairs)(`%s on %s can be read in the ${theme} theme`, (ink, ground) => {
      const [one, other]: [Token, Token] = [tokens[ink], tokens[ground]];
      expect(contrast(one[theme], other[theme])).toBeGreaterThanOrEqual(4.5);
    });
  }

  it("paper is light whatever the screen is", () => {
    const [light = "", dark = ""] = tokenStyles().split("@media");
    expect(light).toContain("--canvas:oklch(0.985 0.002 285)");
    expect(dark).toMatch(/^ screen and \(prefers-color-scheme:dark\)/);
    expect(dark).toContain("--canvas:oklch(0.165 0.006 285)");
  });
});
