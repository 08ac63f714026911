const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as it may stand in HTML, between tags or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

const mark = `<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect class="overlap" x="11" y="11" width="10" height="10"/><rect x="2" y="2" width="19" height="19" rx="5" fill="none" stroke="currentColor" stroke-width="2"/><rect x="11" y="11" width="19" height="19" rx="5" fill="none" stroke="currentColor" stroke-width="2"/></svg>`;

/** A whole page; the title is text, the content is HTML that is safe already. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Cofounder</title>
<link rel="icon" href="/hub/mark.svg">
<link rel="stylesheet" href="/hub/pages.css">
</head>
<body>
<main>
${mark}
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
}
