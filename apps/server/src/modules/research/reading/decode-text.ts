import type { TextFormat } from "./document-format.ts";

const byteOrderMarks: readonly [string, readonly number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

function markedEncoding(bytes: Uint8Array): string | undefined {
  return byteOrderMarks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

/** What an HTML document says about itself within its first bytes (HTML standard, "prescan a byte stream"). */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const opening = new TextDecoder("latin1").decode(bytes.subarray(0, 4096));
  const label = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{1,40})/i.exec(opening)?.[1];
  return label?.toLowerCase().startsWith("utf-16") === true ? "utf-8" : label;
}

function decoderFor(label: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label.trim());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Bytes 80 to 9F of Windows-1252 (WHATWG Encoding, index windows-1252); the others are their own code points. */
const windowsPart = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Done by hand: Node 20 reads Windows-1252, and whatever is named Latin-1 on the web, as ISO 8859-1. */
function decodeWindows(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .replaceAll(/[\x80-\x9f]/g, (character) => windowsPart.charAt(character.charCodeAt(0) - 0x80));
}

/** The text of a document: byte order mark, then the server's word, then the document's own, then UTF-8 if it is that, else Windows-1252. */
export function decodeText(bytes: Uint8Array, format: TextFormat, charset?: string): string {
  const decoder = decoderFor(markedEncoding(bytes)) ?? decoderFor(charset) ?? (format === "html" ? decoderFor(declaredEncoding(bytes)) : undefined);
  if (decoder !== undefined) return decoder.encoding === "windows-1252" ? decodeWindows(bytes) : decoder.decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeWindows(bytes);
  }
}
