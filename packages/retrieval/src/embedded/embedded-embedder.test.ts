import { afterAll, describe, expect, it } from "vitest";
import { createEmbeddedEmbedder } from "./embedded-embedder.ts";

const cosine = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

describe("the embedded embedder", () => {
  const embedder = createEmbeddedEmbedder();
  afterAll(() => embedder.close());

  it("gives vectors of length 1 that are near where the meaning is near", async () => {
    const [question, answer, other] = await embedder.embed([
      "How do I keep my data safe?",
      "Make a backup of your files every night.",
      "The tomato plants need more sun.",
    ]);
    expect(question).toHaveLength(512);
    expect(Math.hypot(...(answer ?? []))).toBeCloseTo(1, 5);
    expect(cosine(question, answer)).toBeGreaterThan(cosine(question, other) + 0.1);
  });

  it("gives the same vector for a text alone and among others, in order, in several batches", async () => {
    const texts = Array.from({ length: 11 }, (_, index) => `The year ${1990 + index} was warmer than the one before it.`);
    const together = await embedder.embed(texts);
    expect(together).toHaveLength(11);
    for (const index of [0, 10]) expect(cosine(together[index], (await embedder.embed([texts[index] ?? ""]))[0])).toBeGreaterThan(0.9999);
    expect(cosine(together[0], together[10])).toBeLessThan(0.9999);
  });

  it("takes blank, foreign and very long texts", async () => {
    const vectors = await embedder.embed(["", " \n", "日本語 🎉", "x".repeat(500_000), "word ".repeat(100_000)]);
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
    expect(await embedder.embed([])).toEqual([]);
  });

  it("lets a question go before the batches that wait", async () => {
    const done: string[] = [];
    const passages = Array.from({ length: 4 }, (_, index) => embedder.embed([`Passage ${index}.`]).then(() => done.push("passage")));
    const question = embedder.embed(["A question?"], { isUrgent: true }).then(() => done.push("question"));
    await Promise.all([...passages, question]);
    expect(done.indexOf("question")).toBeLessThanOrEqual(1);
  });

  it("stops between two batches when it is told to", async () => {
    const stopping = new AbortController();
    const many = embedder.embed(Array<string>(40).fill("A sentence."), { signal: stopping.signal });
    stopping.abort(new Error("cancelled"));
    await expect(many).rejects.toThrow("cancelled");
    expect(await embedder.embed(["Still there."])).toHaveLength(1);
  });
});

describe("the embedder's worker", () => {
  it("starts with the first text, ends when it was idle, and starts again", async () => {
    const states: string[] = [];
    let onStopped = (): void => undefined;
    const embedder = createEmbeddedEmbedder({
      idleMs: 1,
      onState: (state) => {
        states.push(state);
        if (state === "stopped") onStopped();
      },
    });
    const nextStop = () => new Promise<void>((done) => (onStopped = done));
    expect(states).toEqual([]);
    for (let round = 0; round < 2; round++) {
      const isStopped = nextStop();
      await embedder.embed(["A text."]);
      await isStopped;
    }
    expect(states).toEqual(["started", "stopped", "started", "stopped"]);
    await embedder.close();
  });

  it("takes what it was doing with it when it is closed, and does nothing more", async () => {
    const embedder = createEmbeddedEmbedder();
    const waiting = [embedder.embed(["One."]), embedder.embed(["Two."])].map((work) => expect(work).rejects.toMatchObject({ code: "unavailable" }));
    await embedder.close();
    await Promise.all(waiting);
    await expect(embedder.embed(["Three."])).rejects.toMatchObject({ code: "unavailable" });
  });
});
