/** Bytes to text. A byte order mark beats what is declared; undeclared text is UTF-8, else windows-1252. */

const SNIFFED_BYTES = 1024;
const EMPTY = new Uint8Array(0);

export interface EncodingHints {
  /** What the settings declare. */
  readonly declared: string | null;
  /** The response's Content-Type. */
  readonly contentType: string | null;
}

/** The WHATWG name of an encoding label ("latin1" is "windows-1252"), or null when there is no such encoding. */
export function encodingNamed(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** Decodes a stream of bytes in constant memory; the byte order mark is left out. */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  hints: EncodingHints,
): AsyncGenerator<string, void, void> {
  let head: Uint8Array = EMPTY;
  let decoder: ByteDecoder | null = null;
  for await (const chunk of bytes) {
    let next = chunk;
    if (decoder === null) {
      head = joined(head, chunk);
      if (head.length < SNIFFED_BYTES) continue;
      decoder = byteDecoder(head, hints);
      next = head;
    }
    const text = decoder.decode(next);
    if (text !== "") yield text;
  }
  decoder ??= byteDecoder(head, hints);
  if (head.length < SNIFFED_BYTES) {
    const text = decoder.decode(head);
    if (text !== "") yield text;
  }
  const rest = decoder.flush();
  if (rest !== "") yield rest;
}

interface ByteDecoder {
  decode(bytes: Uint8Array): string;
  flush(): string;
}

function byteDecoder(head: Uint8Array, hints: EncodingHints): ByteDecoder {
  const marked = byteOrderMark(head);
  if (marked !== null) return fixedDecoder(marked);
  const declared = [hints.declared, xmlDeclaration(head), charsetOf(hints.contentType)]
    .map((label) => (label === null ? null : encodingNamed(label)))
    .find((name) => name !== null && !contradicts(name, head));
  return declared === undefined || declared === null || declared === "utf-8"
    ? new Utf8OrWindows1252()
    : fixedDecoder(declared);
}

function byteOrderMark(head: Uint8Array): string | null {
  const [a, b, c, d] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  // XML in UTF-16 is recognisable without a mark (XML 1.0, appendix F).
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return "utf-16be";
  return null;
}

// "UTF-16" declared over text that reads as ASCII is a leftover of an export tool, not the truth.
const contradicts = (name: string, head: Uint8Array): boolean =>
  name.startsWith("utf-16") && head.length > 1 && !head.subarray(0, 64).includes(0);

function xmlDeclaration(head: Uint8Array): string | null {
  const start = new TextDecoder("windows-1252").decode(head.subarray(0, 200));
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? null;
}

const charsetOf = (contentType: string | null): string | null =>
  /;\s*charset\s*=\s*"?([\w.:-]+)"?/i.exec(contentType ?? "")?.[1] ?? null;

function fixedDecoder(encoding: string): ByteDecoder {
  const decoder = new TextDecoder(encoding);
  return {
    decode: (bytes) => decoder.decode(bytes, { stream: true }),
    flush: () => decoder.decode(),
  };
}

/**
 * Reads UTF-8 until bytes come that are not. If all text so far was ASCII, the file is windows-1252 from its first
 * byte on; if real UTF-8 was seen before, it is UTF-8 with damage, and only the damaged bytes are replaced.
 */
class Utf8OrWindows1252 implements ByteDecoder {
  readonly #strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #forgiving = new TextDecoder("utf-8", { ignoreBOM: true });
  #settled: ByteDecoder | null = null;
  #seenMultibyte = false;
  #carry: Uint8Array = EMPTY;

  decode(bytes: Uint8Array): string {
    if (this.#settled !== null) return this.#settled.decode(bytes);
    const data = joined(this.#carry, bytes);
    const whole = data.subarray(0, data.length - unfinishedTail(data));
    try {
      const text = this.#strict.decode(whole);
      this.#carry = data.slice(whole.length);
      this.#seenMultibyte ||= text.length !== whole.length;
      return text;
    } catch {
      this.#carry = EMPTY;
      const forgiven = this.#forgiving.decode(whole);
      const isUtf8 = this.#seenMultibyte || /[\u0080-\ufffc\u{10000}-\u{10ffff}]/u.test(forgiven);
      this.#settled = fixedDecoder(isUtf8 ? "utf-8" : "windows-1252");
      return this.#settled.decode(data);
    }
  }

  flush(): string {
    if (this.#settled !== null) return this.#settled.flush();
    if (this.#carry.length === 0) return "";
    return new TextDecoder(this.#seenMultibyte ? "utf-8" : "windows-1252").decode(this.#carry);
  }
}

/** How many bytes at the end begin a UTF-8 character that is not finished: 0 to 3. */
function unfinishedTail(data: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, data.length); back++) {
    const byte = data[data.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
