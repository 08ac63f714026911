import { hostOf, type Link, readLinks } from "../../text/read-links.ts";
import { outcomeOf, type Problem, type RailModule } from "../../report.ts";

interface Fault {
  rule: string;
  severity: Problem["severity"];
  message: string;
}

/** Links lead where they say, and none runs code, carries a password or hides its host. */
export const linkSafety: RailModule = {
  name: "link-safety",
  run({ blocks }) {
    const problems = readLinks(blocks).flatMap((link): Problem[] => {
      const fault = faultOf(link);
      return fault === undefined ? [] : [{ ...fault, start: link.start, end: link.end, suggestion: "Correct the link, or take it out." }];
    });
    return outcomeOf("link-safety", problems);
  },
};

function faultOf({ label, target }: Link): Fault | undefined {
  const scheme = /^\s*(javascript|vbscript|data|file|blob|about)\s*:/i.exec(target)?.[1]?.toLowerCase();
  if (scheme !== undefined && !/^data:image\/(?:png|jpeg|gif|webp);/i.test(target))
    return { rule: "unsafe-link", severity: "blocking", message: `A link of the kind "${scheme}:" can run code or read files.` };
  const host = hostOf(target);
  if (host === undefined) return undefined;
  if (/^(?:https?:)?\/\/[^/?#]{0,200}@/i.test(target))
    return { rule: "link-with-credentials", severity: "blocking", message: "The address holds a user name or a password before its host." };
  if (isMixed(host)) return { rule: "look-alike-link", severity: "blocking", message: `"${host}" mixes letters of several scripts that look alike.` };
  const promised = hostIn(label);
  if (promised !== undefined && !isSameSite(promised, host))
    return { rule: "misleading-link", severity: "blocking", message: `The link shows "${promised}" and leads to "${host}".` };
  if (/(?:^|\.)xn--/.test(host))
    return { rule: "look-alike-link", severity: "warning", message: `"${host}" is written in code; make sure what it shows.` };
  if (/^(?:\d{1,3}(?:\.\d{1,3}){3}|\d{6,10}|0x[\da-f]+|\[[\da-f:.]+\])$/.test(host))
    return { rule: "link-to-number", severity: "warning", message: `"${host}" is the number of a machine, not the name of a site.` };
  return undefined;
}

/** One label with Latin letters beside Cyrillic or Greek ones. */
function isMixed(host: string): boolean {
  return host.split(".").some((label) => /\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label));
}

/** The host that a label shows, when it is written like an address. */
function hostIn(label: string): string | undefined {
  const shown = label.replaceAll(/[*_`]/g, "").trim();
  return /^(?:https?:\/\/|(?=www\.))(?:[^\s/@]{1,100}@)?([\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,6})(?::\d+)?(?:[/?#]\S*)?$/iu
    .exec(shown)?.[1]
    ?.toLowerCase();
}

function isSameSite(promised: string, host: string): boolean {
  const [a, b] = [promised, host].map((name) => name.replace(/^www\./, ""));
  return a === b || (a ?? "").endsWith(`.${b}`) || (b ?? "").endsWith(`.${a}`);
}
