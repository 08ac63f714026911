import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { faviconSvg } from "./favicon.ts";
import { tokenStyles } from "./tokens.ts";

export interface Asset {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

export interface Assets {
  /** By path; each path holds a hash of the bytes, so that it can be kept for good. */
  files: ReadonlyMap<string, Asset>;
  favicon: Asset;
  stylesheetPath: string;
  /** The font file that every page needs at once. */
  fontPath: string;
}

const fontNames = ["latin-opsz-normal", "latin-opsz-italic", "latin-ext-opsz-normal", "latin-ext-opsz-italic"] as const;
type FontName = (typeof fontNames)[number];

/** Which characters are in which file, as the font's own stylesheet divides them: a page in Latin letters loads one file. */
const unicodeRanges: Record<"latin" | "latin-ext", string> = {
  latin:
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
  "latin-ext":
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
};

const stylesheetNames = ["base", "chrome", "lists", "post", "prose", "evidence", "print"] as const;
const stylesFolder = new URL("../../styles/", import.meta.url);

function hashedPath(name: string, extension: string, bytes: Uint8Array): string {
  return `/assets/${name}.${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}.${extension}`;
}

function fontFace(name: FontName, path: string): string {
  const subset = name.startsWith("latin-ext") ? "latin-ext" : "latin";
  const style = name.endsWith("italic") ? "italic" : "normal";
  return `@font-face{font-family:"Inter";font-style:${style};font-weight:100 900;font-display:swap;src:url("${path}") format("woff2");unicode-range:${unicodeRanges[subset]}}\n`;
}

/** Reads the fonts and stylesheets once; nothing the site shows comes from another host. */
export function loadAssets(): Assets {
  const { resolve } = createRequire(import.meta.url);
  const files = new Map<string, Asset>();
  const fonts = fontNames.map((name) => {
    const bytes = new Uint8Array(readFileSync(resolve(`@fontsource-variable/inter/files/inter-${name}.woff2`)));
    const path = hashedPath(`inter-${name}`, "woff2", bytes);
    files.set(path, { bytes, mediaType: "font/woff2" });
    return { name, path };
  });
  const written = stylesheetNames.map((name) => readFileSync(new URL(`${name}.css`, stylesFolder), "utf8"));
  const css = [...fonts.map(({ name, path }) => fontFace(name, path)), tokenStyles(), ...written].join("");
  const stylesheet = { bytes: new TextEncoder().encode(css), mediaType: "text/css; charset=utf-8" };
  const stylesheetPath = hashedPath("site", "css", stylesheet.bytes);
  files.set(stylesheetPath, stylesheet);
  const favicon = { bytes: new TextEncoder().encode(faviconSvg()), mediaType: "image/svg+xml" };
  return { files, favicon, stylesheetPath, fontPath: fonts.find(({ name }) => name === "latin-opsz-normal")?.path ?? "" };
}
