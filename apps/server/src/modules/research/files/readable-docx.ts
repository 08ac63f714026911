import { zipSync } from "fflate";
import mammoth from "mammoth";
import { decodeText } from "../reading/decode-text.ts";
import type { Extracted } from "../reading/extracted.ts";
import { readXml, textOf, wholeText } from "./markup.ts";
import { partOf, unpackZip } from "./unpack-zip.ts";

/** Pictures, fonts and macros are nothing to read. */
const isText = (name: string): boolean => /\.(?:xml|rels)$/i.test(name);

/** The text of a Word document: headings, paragraphs, lists, tables and notes; pictures are left out. */
export async function readableDocx(bytes: Uint8Array): Promise<Extracted> {
  const parts = unpackZip(bytes, isText);
  partOf(parts, "[Content_Types].xml");
  // The library unpacks without bounds, so it gets what was unpacked within them, in an archive that is not packed.
  const safe = zipSync(Object.fromEntries(parts), { level: 0 });
  const convertImage = mammoth.images.imgElement(() => Promise.resolve({ src: "" }));
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(safe) }, { convertImage });
  const core = parts.get("docProps/core.xml");
  const properties = core === undefined ? undefined : readXml(decodeText(core, "text"));
  return { text: wholeText(value), ...textOf(properties, { title: "dc:title", author: "dc:creator", publishedAt: "dcterms:created" }) };
}
