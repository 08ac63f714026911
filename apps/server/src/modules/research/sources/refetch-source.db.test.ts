import { uuidv7 } from "@cofounder/kernel";
import { ctxOf, eachDatabase } from "@cofounder/testing";
import { describe, expect, it } from "vitest";
import { answer, bridge, bytesOf, worldOf } from "../../../../test/research-world.ts";
import { createResearch } from "../index.ts";
import { loadBytes, sha256Of } from "../snapshots/keep-bytes.ts";

const part = (topic: string): string =>
  `<p>${`The ${topic} was measured again in the spring, and each of its results was written down with care by the crew. `.repeat(5)}</p>`;

eachDatabase((database) => {
  const editor = ctxOf("editor");

  async function keptPage(path: string) {
    const world = worldOf(database());
    const research = createResearch(world.deps);
    const url = `https://example.org/${path}`;
    const before = part("bridge") + part("river");
    world.pages.set(url, answer(url, before));
    return { ...world, research, url, before, old: await research.addSource(editor, { url }) };
  }

  describe("fetching a source again", () => {
    it("says that nothing has changed while the bytes are the same", async () => {
      const { research, old } = await keptPage("same");
      const again = await research.refetchSource(editor, { source_id: old.id });
      expect(again).toEqual({ changed: false, source_id: old.id, previous_source_id: old.id, snapshot: old.snapshot, added: [], removed: [] });
    });

    it("keeps a changed page beside the old one, once, and names what came and what went", async () => {
      const { research, deps, pages, url, before, old } = await keptPage("changed");
      const after = part("bridge") + part("harbour");
      pages.set(url, answer(url, after));
      const again = await research.refetchSource(editor, { source_id: old.id });
      expect(again).toMatchObject({ changed: true, previous_source_id: old.id, snapshot: { sha256: await sha256Of(bytesOf(after)) } });
      expect(again.source_id).not.toBe(old.id);
      expect(again.added.map(({ text }) => [text.includes("harbour"), text.includes("river")])).toEqual([[true, false]]);
      expect(again.removed.map(({ text }) => [text.includes("harbour"), text.includes("river")])).toEqual([[false, true]]);
      expect(await research.refetchSource(editor, { source_id: old.id })).toEqual(again);
      expect(Buffer.from(await loadBytes(deps, old.snapshot.sha256)).toString()).toBe(before);
      expect((await research.readTexts(editor, [old.id]))[0]?.text).toContain("river");
      expect((await research.refetchSource(editor, { source_id: again.source_id })).changed).toBe(false);
    });

    it("is refused for a text, for an address that was never read, for an unknown id and to a viewer", async () => {
      const { research, old } = await keptPage("refused");
      const text = await research.addSource(editor, { text: bridge });
      const [waiting = ""] = await research.keepSources(editor, [{ url: "https://example.org/never-read" }]);
      for (const source_id of [text.id, waiting])
        await expect(research.refetchSource(editor, { source_id })).rejects.toMatchObject({ code: "conflict" });
      await expect(research.refetchSource(editor, { source_id: uuidv7() })).rejects.toMatchObject({ code: "not_found" });
      await expect(research.refetchSource(ctxOf("viewer"), { source_id: old.id })).rejects.toMatchObject({ code: "forbidden" });
    });

    it("leaves everything as it is when the page is gone or empty", async () => {
      const { research, pages, url, old } = await keptPage("gone");
      pages.set(url, answer(url, "<p></p>"));
      await expect(research.refetchSource(editor, { source_id: old.id })).rejects.toMatchObject({ code: "unsupported" });
      pages.delete(url);
      await expect(research.refetchSource(editor, { source_id: old.id })).rejects.toMatchObject({ code: "unavailable" });
      expect(await research.getSource(editor, { source_id: old.id })).toMatchObject({ status: "read", snapshot: { sha256: old.snapshot.sha256 } });
    });
  });
});
