import { describe, expect, it } from "vitest";
import { isEnglish } from "./is-english.ts";
import { readingEase } from "./reading-ease.ts";

describe("the language of a text", () => {
  it.each([
    "The harbour was built in 1921 and has been in use since then.",
    "Backups protect data against loss, and a restore must be tested before it is needed.",
    "Ferry prices rose by 5 % in 2020.",
    "Version 3.0 released",
    "A café in Zürich, a résumé, and the naïve façade of the old théâtre",
    "",
  ])("is English: %s", (text) => {
    expect(isEnglish(text)).toBe(true);
  });

  it.each([
    "Der Hafen wurde im Jahr 1921 gebaut und ist seitdem in Betrieb, aber die Schiffe sind nicht mehr die gleichen.",
    "Le port a été construit en 1921 et il est toujours en service pour les bateaux de la ville.",
    "El puerto fue construido en 1921 y desde entonces los barcos de la ciudad no han cambiado mucho.",
    "Il porto è stato costruito nel 1921 e da allora le barche della città non sono cambiate.",
    "De haven werd in 1921 gebouwd en is sindsdien in gebruik, maar de schepen zijn niet meer dezelfde.",
    "Гавань была построена в 1921 году и с тех пор используется.",
    "港は1921年に建設され、それ以来使われています。",
  ])("is not English: %s", (text) => {
    expect(isEnglish(text)).toBe(false);
  });
});

describe("reading ease", () => {
  it("is high for short words and low for long ones", () => {
    const easy = readingEase(["The cat sat on the mat.", "It was glad."]) ?? 0;
    const hard = readingEase(["Institutional accountability necessitates comprehensive organisational documentation procedures."]) ?? 0;
    expect(easy).toBeGreaterThan(90);
    expect(hard).toBeLessThan(0);
  });

  it("of nothing is not measured", () => {
    expect(readingEase([])).toBeUndefined();
  });
});
