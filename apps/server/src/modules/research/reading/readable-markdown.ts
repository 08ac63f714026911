const frontMatter = /^\uFEFF?---[ \t]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;

export interface ReadableMarkdown {
  text: string;
  title?: string;
  author?: string;
  publishedAt?: string;
}

function field(matter: string, names: string): string | undefined {
  const value = new RegExp(`^(?:${names})[ \\t]*:[ \\t]*(.{1,500})$`, "im").exec(matter)?.[1]?.trim();
  const bare = value?.replace(/^(["'])(.*)\1$/, "$2").trim();
  return bare === undefined || bare === "" ? undefined : bare;
}

/** Links and images become their text; addresses, reference lists and comments are nothing to read. */
function withoutAddresses(line: string): string {
  return line
    .replaceAll(/!\[([^\][]{0,1000})\]\([^()\n]{0,2000}\)/g, "$1")
    .replaceAll(/\[([^\][]{1,1000})\]\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)/g, "$1")
    .replaceAll(/\[([^\][]{1,1000})\]\[[^\][\n]{0,200}\]/g, "$1")
    .replaceAll(/<(https?:\/\/[^\s<>]{1,2000})>/g, "$1");
}

/** The readable text of a Markdown document: front matter off, links as their text, headings and paragraphs as they are. */
export function readableMarkdown(markdown: string): ReadableMarkdown {
  const matter = frontMatter.exec(markdown);
  const body = markdown.slice(matter?.[0].length ?? 0);
  const lines: string[] = [];
  let isFenced = false;
  for (const line of body.split("\n")) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) isFenced = !isFenced;
    if (isFenced) lines.push(line);
    else if (!/^ {0,3}\[[^\]\n]{1,200}\]:\s*<?https?:/.test(line)) lines.push(withoutAddresses(line));
  }
  const text = lines
    .join("\n")
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "")
    .trim();
  const heading = /^# +(.{1,300}?)(?: +#+)?$/m.exec(text)?.[1]?.trim();
  const title = (matter === null ? undefined : field(matter[1] ?? "", "title")) ?? heading;
  const author = matter === null ? undefined : field(matter[1] ?? "", "author|authors|by");
  const publishedAt = matter === null ? undefined : field(matter[1] ?? "", "date|published|published_at");
  return {
    text,
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}
