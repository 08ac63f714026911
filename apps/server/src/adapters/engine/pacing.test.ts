import { describe, expect, it } from "vitest";
import { createPlaces, tryUntilDone } from "./pacing.ts";

/** Work that fails so often before it is done. */
function failing(times: number, error = new Error("away")) {
  let calls = 0;
  return () => ((calls += 1) <= times ? Promise.reject(error) : Promise.resolve(calls));
}

describe("work that is tried until it is done", () => {
  it("outlasts any number of failures that pass", async () => {
    const pauses: number[] = [];
    const patience = { isWorthAnotherTry: () => true, pause: (attempt: number) => Promise.resolve(void pauses.push(attempt)) };
    expect(await tryUntilDone(failing(40), patience)).toBe(41);
    expect(pauses).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it("throws at once what another try cannot mend", async () => {
    const patience = { isWorthAnotherTry: () => false, pause: () => expect.unreachable("nothing to wait for") };
    await expect(tryUntilDone(failing(1, new Error("invalid")), patience)).rejects.toThrow("invalid");
  });
});

describe("places", () => {
  it("are never fewer than none, and whoever waits hears of each that becomes free", () => {
    const places = createPlaces(1);
    let told = 0;
    places.onFree(() => (told += 1));
    places.enter();
    places.enter();
    expect(places.free()).toBe(0);
    places.leave();
    expect(places.free()).toBe(0);
    places.leave();
    expect([places.free(), told]).toEqual([1, 2]);
  });
});
