import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { faviconSvg } from "./favicon.ts";
import { loadAssets } from "./load-assets.ts";

const assets = loadAssets();
const stylesheet = new TextDecoder().decode(assets.files.get(assets.stylesheetPath)?.bytes);

describe("assets", () => {
  it("every address in the stylesheet is a file of the site itself", () => {
    const addresses = [...stylesheet.matchAll(/url\("?([^")]+)"?\)/g)].map(([, address = ""]) => address);
    expect(addresses.length).toBe(4);
    for (const address of addresses) expect(assets.files.has(address)).toBe(true);
  });

  it("every stylesheet of the folder is in the one that is served", () => {
    const names = readdirSync(new URL("../../styles", import.meta.url));
    expect(names).toHaveLength(7);
    for (const mark of [".skip-link", ".lead-title", ".disclosure", ".prose sup", ".claim-text", "@media print", ":focus-visible"]) {
      expect(stylesheet).toContain(mark);
    }
  });

  it("names carry a hash, and the same bytes get the same name", () => {
    for (const path of assets.files.keys()) expect(path).toMatch(/^\/assets\/[a-z-]+\.[\da-f]{12}\.(?:css|woff2)$/);
    expect([...loadAssets().files.keys()]).toEqual([...assets.files.keys()]);
  });

  it("fonts are woff2, and the one that every page needs is among them", () => {
    const font = assets.files.get(assets.fontPath);
    expect(new TextDecoder("latin1").decode(font?.bytes.subarray(0, 4))).toBe("wOF2");
    expect(stylesheet).toContain(assets.fontPath);
  });

  it("every colour of the stylesheet is a token", () => {
    const used = new Set([...stylesheet.matchAll(/var\(--([a-z-]+)\)/g)].map(([, name = ""]) => name));
    for (const name of used) expect(stylesheet).toContain(`--${name}:`);
    const afterTokens = stylesheet.slice(stylesheet.indexOf("@media screen and"));
    expect(afterTokens.slice(afterTokens.indexOf("}}"))).not.toMatch(/#[\da-f]{3,8}\b|\brgb|\bhsl|oklch\(/);
  });

  it("the mark is drawn without a style of its own", () => {
    expect(faviconSvg()).toMatch(/^<svg /);
    expect(faviconSvg()).not.toContain("style");
  });
});
