import { escapeHtml, page } from "./page.ts";

export interface SetupValues {
  email: string;
  username: string;
}

export interface SetupMistakes {
  /** What is wrong with the whole, as one sentence. */
  summary?: string;
  /** What is wrong by field. */
  fields: ReadonlyMap<string, string>;
}

interface Field {
  name: string;
  label: string;
  hint: string;
  attributes: string;
}

const fields: readonly Field[] = [
  { name: "email", label: "E-mail", hint: "You sign in with it.", attributes: 'type="email" autocomplete="username" maxlength="254" required' },
  {
    name: "username",
    label: "Name",
    hint: "3 to 50 letters, digits, dots, underscores or hyphens.",
    attributes: 'type="text" autocomplete="nickname" minlength="3" maxlength="50" required',
  },
  {
    name: "password",
    label: "Password",
    hint: "At least 12 characters.",
    attributes: 'type="password" autocomplete="new-password" minlength="12" maxlength="128" required',
  },
  {
    name: "password_confirm",
    label: "The same password again",
    hint: "",
    attributes: 'type="password" autocomplete="new-password" minlength="12" maxlength="128" required',
  },
  {
    name: "setup_token",
    label: "Setup token",
    hint: "The part after # in this page's address, as the server printed it at its start. On the server's own machine it may be left empty in development.",
    attributes: 'type="text" autocomplete="off" spellcheck="false" maxlength="200"',
  },
];

function fieldHtml({ name, label, hint, attributes }: Field, value: string, wrong: string | undefined): string {
  const described = [hint === "" ? "" : `${name}-hint`, wrong === undefined ? "" : `${name}-wrong`].filter((id) => id !== "").join(" ");
  const invalid = wrong === undefined ? "" : ' aria-invalid="true"';
  return `<div class="field">
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${escapeHtml(value)}" ${attributes}${described === "" ? "" : ` aria-describedby="${described}"`}${invalid}>
${hint === "" ? "" : `<p class="hint" id="${name}-hint">${hint}</p>`}
${wrong === undefined ? "" : `<p class="wrong" id="${name}-wrong">${escapeHtml(wrong)}</p>`}
</div>`;
}

/** The form that opens the owner's account. Passwords and the token are never written back. */
export function setupFormPage(values: SetupValues, mistakes: SetupMistakes = { fields: new Map() }): string {
  const kept: Readonly<Record<string, string>> = { email: values.email, username: values.username };
  const inputs = fields.map((field) => fieldHtml(field, kept[field.name] ?? "", mistakes.fields.get(field.name)));
  const summary = mistakes.summary === undefined ? "" : `<p class="summary" role="alert">${escapeHtml(mistakes.summary)}</p>`;
  return page(
    "Open the owner's account",
    `<p>The first account owns this installation. It can do everything, and invites the others.</p>
${summary}
<form method="post" action="/hub/setup">
${inputs.join("\n")}
<button type="submit">Open the account</button>
</form>`,
  );
}

const howToSignIn = `<p>Sign in on a terminal with <code>npx cofounder login</code>, or with <code>POST /api/auth/login</code> as <a href="/docs">the API's pages</a> show.</p>`;

export function setupDonePage(username: string): string {
  return page(
    "The account is open",
    `<p>${escapeHtml(username)} owns this installation now.</p>
${howToSignIn}`,
  );
}

/** There is nothing to set up any more. */
export function setupOverPage(): string {
  return page("This installation has its owner", howToSignIn);
}
