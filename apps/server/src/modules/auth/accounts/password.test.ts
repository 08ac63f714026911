import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGuessable } from "./password.ts";

const ada = { email: "ada.lovelace@analytical.example", username: "countess" };
const guessable = (password: string) => isGuessable(password, ada);

describe("a password is too easy to guess", () => {
  it.each([
    "passwordpassword",
    "Password12345",
    "P@ssw0rd!2024",
    "Welcome-2026!",
    "adminadmin12",
    "iloveyou1234",
    "Cofounder2026",
    "letmein letmein",
  ])("when it is a common word with trimmings: %s", (password) => expect(guessable(password)).toBe(true));

  it.each(["123456789012", "qwertyuiop123", "abcdefghijkl", "poiuytrewq!!", "1qaz2wsx3edc", "zxcvbnm,09876", "987654321000"])(
    "when it runs along a row: %s",
    (password) => expect(guessable(password)).toBe(true),
  );

  it.each(["aaaaaaaaaaaa", "catcatcatcat", "hunterhunter", "ababababcdcd", "!!!!!!!!!!!!"])(
    "when it says one thing again and again: %s",
    (password) => expect(guessable(password)).toBe(true),
  );

  it.each(["lovelace1815", "Lovelace-Ada", "countess2026", "Analytical12", "ada.lovelace!"])(
    "when it is the person's own name or address: %s",
    (password) => expect(guessable(password)).toBe(true),
  );
});

describe("a password is accepted", () => {
  it.each(["correct horse battery", "Vb7-kestrel-lamp", "nine small green boats", "Tr0mbone&Fig2", "ünïcode pass phräse", "mountain97river"])(
    "when it has enough of its own: %s",
    (password) => expect(guessable(password)).toBe(false),
  );

  it("when it only mentions the person beside enough else", () => {
    expect(guessable("lovelace keeps seven parrots")).toBe(false);
  });

  it("when a short name happens to be part of it", () => {
    expect(isGuessable("magnet-on-fridge", { email: "on@x.example", username: "mag" })).toBe(false);
  });
});

it("judging takes any text, special to regular expressions or not", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 128 }), fc.string({ maxLength: 50 }), (password, name) => {
      expect(typeof isGuessable(password, { email: `${name}@example.org`, username: name })).toBe("boolean");
    }),
    { numRuns: 200 },
  );
});
