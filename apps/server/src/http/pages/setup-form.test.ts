import { describe, expect, it } from "vitest";
import { escapeHtml } from "./page.ts";
import { setupDonePage, setupFormPage } from "./setup-form.ts";

const attack = `"><script>alert('1')</script>`;

describe("the page that opens the owner's account", () => {
  it("writes nothing of what was typed as HTML", () => {
    const html = setupFormPage({ email: attack, username: attack }, { summary: attack, fields: new Map([["email", attack]]) });
    expect(html).not.toContain("<script");
    expect(html).toContain(escapeHtml(attack));
    expect(setupDonePage(attack)).not.toContain("<script");
  });

  it("needs no script and no style of its own", () => {
    const html = setupFormPage({ email: "", username: "" });
    expect(html).not.toMatch(/<script|<style|style=|\son\w+=/);
    expect(html).toContain('<form method="post" action="/hub/setup">');
  });

  it("labels every field, and ties each mistake to its field", () => {
    const html = setupFormPage({ email: "a@b.example", username: "me" }, { fields: new Map([["password", "needs at least 12 characters"]]) });
    const names = [...html.matchAll(/<input id="(\w+)"/g)].map(([, name]) => name);
    expect(names).toEqual(["email", "username", "password", "password_confirm", "setup_token"]);
    for (const name of names) expect(html).toContain(`<label for="${name}">`);
    expect(html).toMatch(/id="password"[^>]*aria-describedby="password-hint password-wrong" aria-invalid="true"/);
    expect(html).toContain('value="a@b.example"');
  });
});
