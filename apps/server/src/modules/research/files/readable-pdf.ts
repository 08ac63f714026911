import { AppError } from "@cofounder/kernel";
import { getDocumentProxy } from "unpdf";
import type { Extracted } from "../reading/extracted.ts";
import { pdfText, type PlacedText } from "./pdf-text.ts";

const mostPages = 2_000;
/** Nothing is drawn and nothing of the document is run. */
const openSettings = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, stopAtErrors: false, verbosity: 0 };

/** What is used of the library, whose own types are not published with it. */
interface PdfDocument {
  numPages: number;
  getPage(number: number): Promise<{ getTextContent(): Promise<{ items: readonly (PdfRun | { type: string })[] }>; cleanup(): void }>;
  getMetadata(): Promise<{ info: Partial<Record<"Title" | "Author" | "CreationDate", string>> }>;
}

/** As the library gives it; `transform` is the text matrix, whose last two numbers are the place. */
interface PdfRun {
  str: string;
  transform: number[];
  height: number;
  hasEOL: boolean;
}

async function open(bytes: Uint8Array): Promise<PdfDocument> {
  try {
    const opened: unknown = await getDocumentProxy(Uint8Array.from(bytes), openSettings);
    return opened as PdfDocument;
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException")
      throw new AppError("unsupported", "The PDF is protected with a password and cannot be read.", { cause: error });
    throw new AppError("unsupported", "The PDF is damaged and cannot be read.", { cause: error });
  }
}

async function pageOf(document: PdfDocument, number: number): Promise<PlacedText[]> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  return items.flatMap((item) => ("str" in item ? [{ text: item.str, y: item.transform[5] ?? 0, height: item.height, endsLine: item.hasEOL }] : []));
}

/** A date as PDF writes it (ISO 32000-1 §7.9.4): `D:20240312…`. */
function dateOf(written: string | undefined): string | undefined {
  const [, year, month, day] = /^D:(\d{4})(\d{2})(\d{2})/.exec(written ?? "") ?? [];
  return year === undefined ? undefined : `${year}-${month ?? ""}-${day ?? ""}`;
}

/** What the document says of itself; programs put the name of a file there too, which is no title. */
async function declarationOf(document: PdfDocument): Promise<Omit<Extracted, "text">> {
  const { info } = await document.getMetadata();
  const title = info.Title?.trim().slice(0, 300) ?? "";
  const author = info.Author?.trim().slice(0, 300) ?? "";
  const publishedAt = dateOf(info.CreationDate);
  return {
    ...(title === "" || /\.(?:docx?|pdf|indd|tex|dvi)$/i.test(title) ? {} : { title }),
    ...(author === "" ? {} : { author }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
}

/** The text of a PDF, page after page. Pictures of pages hold no text: they are refused and not guessed at. */
export async function readablePdf(bytes: Uint8Array): Promise<Extracted> {
  const document = await open(bytes);
  if (document.numPages > mostPages) throw new AppError("too_large", `The PDF has more than ${mostPages} pages, which are not read.`);
  const pages: PlacedText[][] = [];
  for (let number = 1; number <= document.numPages; number++) pages.push(await pageOf(document, number));
  const text = pdfText(pages);
  if (text === "") throw new AppError("unsupported", "The PDF holds pictures of its pages and no text, so there is nothing to read in it.");
  return { text, ...(await declarationOf(document)) };
}
