import { mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { FeedUnreadable } from "../networks/adapter.ts";
import { unpacked } from "./decompress.ts";
import { BodyTooLarge } from "./errors.ts";

const MAX = 1024 ** 2;
const TEXT = "id,title\n1,Röck\n";

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  bytes: Buffer,
  { size = 7, maxBytes = MAX, entry = undefined as string | undefined } = {},
): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of unpacked(
    chunksOf(bytes, size),
    entry === undefined ? { maxBytes } : { maxBytes, entry },
  )) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** Reads one chunk and stops. */
async function unpackedStart(unpacking: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of unpacking) {
    void chunk;
    return;
  }
}

describe("unpacked", () => {
  it.each([TEXT, "", "x"])("passes a plain body through: %j", async (text) => {
    expect(await read(Buffer.from(text))).toBe(text);
  });

  it("ends the plain body at its limit", async () => {
    await expect(read(Buffer.from("x".repeat(11)), { maxBytes: 10 })).rejects.toThrow(BodyTooLarge);
  });

  it("lets go of the body when its reader stops", async () => {
    let isOpen = true;
    const body = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from(TEXT);
      } finally {
        isOpen = false;
      }
    };
    await unpackedStart(unpacked(body(), { maxBytes: MAX }));
    expect(isOpen).toBe(false);
  });
});

describe("unpacked, gzip", () => {
  it("reads all members, however the chunks fall", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 99 }),
        async (texts, size) => {
          expect(await read(Buffer.concat(texts.map((text) => gzipSync(text))), { size })).toBe(
            texts.join(""),
          );
        },
      ),
    );
  });

  it("says that a file is cut off, wherever it is cut", async () => {
    const whole = Buffer.concat([gzipSync(TEXT), gzipSync(TEXT)]);
    const member = gzipSync(TEXT);
    const lengths = Array.from({ length: whole.length - 2 }, (_, at) => at + 2);
    for (const length of lengths.filter((end) => end !== member.length)) {
      await expect(read(whole.subarray(0, length))).rejects.toThrow(/cut off/);
    }
  });

  it.each(["garbage", "\0\0\0\0", "\0\0garbage", "\x1f\x8bgarbage and more of it"])(
    "refuses a file that goes on after its end: %j",
    async (rest) => {
      for (const size of [1, 7, 100_000]) {
        await expect(
          read(Buffer.concat([gzipSync(TEXT), Buffer.from(rest, "latin1")]), { size }),
        ).rejects.toThrow(FeedUnreadable);
      }
    },
  );

  it("says that a file is damaged", async () => {
    const bytes = gzipSync(TEXT.repeat(50));
    bytes.fill(0x55, 20, 30);
    await expect(read(bytes)).rejects.toThrow(/damaged/);
  });

  it("stops a bomb at the limit", async () => {
    await expect(read(gzipSync(Buffer.alloc(50 * MAX)), { size: 64 })).rejects.toThrow(BodyTooLarge);
  });

  it("hands on the failure of the body it reads", async () => {
    const broken = new Error("connection lost");
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield gzipSync(TEXT).subarray(0, 12);
      throw broken;
    };
    const all = async (): Promise<void> => {
      for await (const chunk of unpacked(body(), { maxBytes: MAX })) void chunk;
    };
    await expect(all()).rejects.toBe(broken);
  });
});

describe("unpacked, zip", () => {
  const zip = zipOf({ "__MACOSX/._a.csv": "junk", "data/readme.txt": "read me", "data/offers.csv": TEXT });

  it("reads the first file", async () => {
    expect(await read(zip)).toBe("read me");
  });

  it.each(["*.csv", "data/*.csv", "**/offers.*"])("reads the file that %s picks", async (entry) => {
    expect(await read(zip, { entry })).toBe(TEXT);
  });

  it("names what it holds when nothing matches", async () => {
    await expect(read(zip, { entry: "*.xml" })).rejects.toThrow(/holds data\/readme.txt, data\/offers.csv/);
  });

  it("says that a file is cut off", async () => {
    await expect(read(zip.subarray(0, zip.length - 10))).rejects.toThrow(/The zip file is cut off/);
  });

  it("says that a file is damaged", async () => {
    const bytes = Buffer.from(zipOf({ "a.csv": TEXT }));
    bytes[35] = (bytes[35] ?? 0) ^ 0xff;
    await expect(read(bytes)).rejects.toThrow(/damaged/);
  });

  it("finds a file whose content is not what its checksum says", async () => {
    await expect(read(zipOf({ "a.csv": TEXT }, () => crc32("something else")))).rejects.toThrow(
      /wrong checksum/,
    );
  });

  it("refuses an archive without files", async () => {
    await expect(
      read(Buffer.concat([Buffer.from("PK\x05\x06", "latin1"), Buffer.alloc(18)])),
    ).rejects.toThrow(/holds no file/);
  });

  it("stops a bomb at the limit", async () => {
    await expect(read(zipOf({ "a.csv": Buffer.alloc(2 * MAX) }))).rejects.toThrow(BodyTooLarge);
  });

  it("leaves no temporary file behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "unpacked-"));
    vi.stubEnv("TMPDIR", folder);
    await unpackedStart(unpacked(chunksOf(zip, 50), { maxBytes: MAX }));
    await expect(read(zip, { maxBytes: 10 })).rejects.toThrow(BodyTooLarge);
    vi.unstubAllEnvs();
    expect(readdirSync(folder)).toEqual([]);
    rmdirSync(folder);
  });
});

/** A zip archive as APPNOTE.TXT, 4.3, lays it out: local headers with their data, then the table of contents. */
function zipOf(
  files: Readonly<Record<string, string | Buffer>>,
  sumOf = (content: Buffer) => crc32(content),
): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(sumOf(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const header = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), shared, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), shared, place, Buffer.from(name)]),
    );
    local.push(header);
    offset += header.length;
  }
  const contents = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(contents.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, contents, Buffer.from("PK\x05\x06", "latin1"), end]);
}
