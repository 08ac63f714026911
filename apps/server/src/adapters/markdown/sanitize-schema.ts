import type { Options } from "rehype-sanitize";

/** Everything that Markdown can become here; whatever is not named is dropped. Ids are ours alone, so none needs a prefix against clobbering. */
export const sanitizeSchema: Options = {
  tagNames: "h2 h3 h4 h5 h6 p blockquote ul ol li pre hr br section input a img strong em del code sup table thead tbody tr th td".split(" "),
  attributes: {
    a: ["href", "title", "id", "dataFootnoteRef", "dataFootnoteBackref", "ariaDescribedBy", "ariaLabel", ["className", "data-footnote-backref"]],
    code: [["className", /^language-[\w+#.-]{1,40}$/]],
    h2: ["id"],
    img: ["src", "alt", "title"],
    input: [["type", "checkbox"], ["disabled", true], "checked"],
    li: ["id", ["className", "task-list-item"]],
    ol: ["start", ["className", "contains-task-list"]],
    section: ["dataFootnotes", ["className", "footnotes"]],
    td: [["align", "left", "center", "right"]],
    th: [["align", "left", "center", "right"]],
    ul: [["className", "contains-task-list"]],
  },
  ancestors: { thead: ["table"], tbody: ["table"], tr: ["table"], th: ["table"], td: ["table"] },
  required: { input: { type: "checkbox", disabled: true } },
  protocols: { href: ["http", "https", "mailto"], src: ["https"] },
  clobber: [],
  strip: ["script", "style"],
};
