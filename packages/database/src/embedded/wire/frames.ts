/** One message from a client: its type letter ("" for the packets before a session starts) and all of its bytes. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface FrameReader {
  /** Adds bytes as they arrive and returns the messages that are complete. Throws `WireError`. */
  push(chunk: Uint8Array): Frame[];
}

/** The client does not speak the protocol; its session ends. */
export class WireError extends Error {
  override readonly name = "WireError";
}

const protocolVersion3 = 3;
export const requestCodes = { cancel: 80_877_102, ssl: 80_877_103, gss: 80_877_104 } as const;

/** The code of a packet without type letter: a request code or a protocol version. */
export function startupCode(frame: Frame): number {
  return frame.bytes.readInt32BE(4);
}

/** The parameters of a startup packet, e.g. `user` and `application_name`. */
export function startupParameters(frame: Frame): Map<string, string> {
  const fields = frame.bytes.toString("utf8", 8, frame.bytes.length - 1).split("\0");
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length; index += 2) parameters.set(fields[index] ?? "", fields[index + 1] ?? "");
  return parameters;
}

/**
 * Cuts a client's bytes into messages, as the PostgreSQL frontend/backend protocol 3.0 frames them: packets without a
 * type letter until a startup message was read, typed messages after it.
 */
export function createFrameReader(limitBytes: number): FrameReader {
  let parts: Buffer[] = [];
  let bytesThere = 0;
  let bytesNeeded = 8;
  let isTyped = false;

  function frameBytes(buffer: Buffer, at: number): number {
    const length = buffer.readInt32BE(isTyped ? at + 1 : at);
    if (length < (isTyped ? 4 : 8)) throw new WireError(`A message says that it is ${length} bytes long.`);
    if (length > limitBytes) throw new WireError(`A message of ${length} bytes is over the limit of ${limitBytes} bytes.`);
    return isTyped ? length + 1 : length;
  }

  function cut(buffer: Buffer): { frames: Frame[]; rest: Buffer } {
    const frames: Frame[] = [];
    let at = 0;
    bytesNeeded = isTyped ? 5 : 8;
    while (buffer.length - at >= (isTyped ? 5 : 8)) {
      const size = frameBytes(buffer, at);
      if (buffer.length - at < size) {
        bytesNeeded = size;
        break;
      }
      const frame = { type: isTyped ? String.fromCharCode(buffer[at] ?? 0) : "", bytes: buffer.subarray(at, at + size) };
      if (!isTyped && startupCode(frame) >> 16 === protocolVersion3) isTyped = true;
      frames.push(frame);
      at += size;
      bytesNeeded = isTyped ? 5 : 8;
    }
    return { frames, rest: buffer.subarray(at) };
  }

  return {
    push(chunk) {
      parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      bytesThere += chunk.byteLength;
      if (bytesThere < bytesNeeded) return [];
      const { frames, rest } = cut(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, bytesThere));
      parts = rest.length === 0 ? [] : [rest];
      bytesThere = rest.length;
      return frames;
    },
  };
}
