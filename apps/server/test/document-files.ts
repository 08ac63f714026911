import { strToU8, zipSync } from "fflate";

interface PdfText {
  /** Each page's lines: text, size of its letters, distance to the line before. */
  pages: readonly (readonly [text: string, size: number, gap: number])[][];
  info?: string;
  /** Locks it with a password that nobody knows. */
  isLocked?: boolean;
}

function contentOf(lines: PdfText["pages"][number]): string {
  const drawn = lines.map(([text, size, gap]) => `/F1 ${size} Tf 0 ${-gap} Td (${text.replaceAll(/[()\\]/g, "\\$&")}) Tj`);
  return `BT 72 760 Td ${drawn.join(" ")} ET`;
}

/** A small PDF (ISO 32000-1) with one font and the given lines. */
export function pdfOf({ pages, info = "", isLocked = false }: PdfText): Uint8Array {
  const first = 4;
  const kids = pages.map((_, index) => `${first + index * 2} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...pages.flatMap((lines, index) => {
      const content = contentOf(lines);
      const resources = "/Resources << /Font << /F1 3 0 R >> >>";
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] ${resources} /Contents ${first + index * 2 + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
    `<< ${info} >>`,
    `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${"00".repeat(32)}> /U <${"11".repeat(32)}> >>`,
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const lock = isLocked ? `/Encrypt ${objects.length} 0 R /ID [<00><00>]` : "";
  const trailer = `<< /Size ${objects.length + 1} /Root 1 0 R /Info ${objects.length - 1} 0 R ${lock} >>`;
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  return Buffer.from(`${text}${table}trailer ${trailer}\nstartxref\n${text.length}\n%%EOF`, "latin1");
}

export const zipOf = (parts: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));

const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

/** A small Word document (ECMA-376) whose body is the given WordprocessingML. */
export function docxOf(body: string, core = ""): Uint8Array {
  const type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
  return zipOf({
    "[Content_Types].xml": `<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ...(core === ""
      ? {}
      : {
          "docProps/core.xml": `<cp:coreProperties xmlns:cp="${packaged}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">${core}</cp:coreProperties>`,
        }),
  });
}

/** A small electronic book (EPUB 3) with the given chapters in order, and further files. */
export function epubOf(
  chapters: readonly string[],
  { metadata = "", files = {} }: { metadata?: string; files?: Record<string, string> } = {},
): Uint8Array {
  const items = chapters.map((_, index) => `<item id="c${index}" href="text/chapter%20${index}.xhtml" media-type="application/xhtml+xml"/>`);
  const order = chapters.map((_, index) => `<itemref idref="c${index}"/>`);
  return zipOf({
    mimetype: "application/epub+zip",
    "META-INF/container.xml": `<?xml version="1.0"?><container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>`,
    "OEBPS/book.opf": `<?xml version="1.0"?><package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>${metadata}</metadata><manifest>${items.toReversed().join("")}</manifest><spine>${order.join("")}</spine></package>`,
    ...Object.fromEntries(
      chapters.map((text, index) => [`OEBPS/text/chapter ${index}.xhtml`, `<html><head><title>x</title></head><body>${text}</body></html>`]),
    ),
    ...files,
  });
}
