export interface ReplyScanner {
  /** Adds bytes as the database sends them, cut anywhere. The chunk may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void;
}

export interface ReplyRules {
  /** Letters of the messages to look at; all others are passed on unread. */
  inspect: ReadonlySet<number>;
  /** Called with each whole message of those letters; `false` keeps it from the client, other bytes take its place. */
  keep(type: string, message: Buffer): boolean | Uint8Array;
  /** Bytes for the client, in order; valid only during the call. */
  pass(bytes: Uint8Array): void;
}

const headBytes = 5;

/** The letters as a set for `ReplyRules.inspect`. */
export function letters(text: string): ReadonlySet<number> {
  return new Set(Buffer.from(text, "latin1"));
}

/**
 * Walks over the database's replies message by message without copying what nobody looks at. A message that is looked
 * at and arrives in pieces is held back until it is whole.
 */
export function createReplyScanner(rules: ReplyRules): ReplyScanner {
  let carried: Buffer = Buffer.alloc(0);
  let bytesToPass = 0;

  function inspected(bytes: Buffer, at: number): boolean {
    return rules.inspect.has(bytes[at] ?? 0);
  }

  function sizeAt(bytes: Buffer, at: number): number {
    return bytes.readInt32BE(at + 1) + 1;
  }

  /** Passes on everything from `runFrom` and returns how many bytes were whole messages or belong to one being passed. */
  function walk(bytes: Buffer): number {
    let at = Math.min(bytesToPass, bytes.length);
    bytesToPass -= at;
    let runFrom = 0;
    while (bytes.length - at >= headBytes) {
      const size = sizeAt(bytes, at);
      if (inspected(bytes, at)) {
        if (bytes.length - at < size) break;
        const kept = rules.keep(String.fromCharCode(bytes[at] ?? 0), bytes.subarray(at, at + size));
        if (kept !== true) {
          if (at > runFrom) rules.pass(bytes.subarray(runFrom, at));
          if (kept !== false) rules.pass(kept);
          runFrom = at + size;
        }
        at += size;
      } else {
        const there = Math.min(size, bytes.length - at);
        bytesToPass = size - there;
        at += there;
      }
    }
    if (at > runFrom) rules.pass(bytes.subarray(runFrom, at));
    return at;
  }

  return {
    push(chunk) {
      const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const bytes = carried.length === 0 ? fresh : Buffer.concat([carried, fresh]);
      const done = walk(bytes);
      carried = done === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(done));
    },
  };
}
