import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText } from "./encoding.ts";
import type { EncodingHints } from "./encoding.ts";
import { bytePieces } from "./reading.fixture.ts";

async function read(bytes: Uint8Array, hints: Partial<EncodingHints> = {}, size?: number): Promise<string> {
  let text = "";
  for await (const piece of decodeText(bytePieces(bytes, size), {
    declared: null,
    contentType: null,
    ...hints,
  }))
    text += piece;
  return text;
}

const utf8 = (text: string): Buffer => Buffer.from(text, "utf8");
const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const ascii = "plain text ".repeat(300);

describe("order of evidence", () => {
  test("a byte order mark beats what is declared, and is left out", async () => {
    expect(await read(utf8("\ufeffقلم"), { declared: "windows-1252" })).toBe("قلم");
    expect(await read(Buffer.from("\ufeffid;قلم", "utf16le"))).toBe("id;قلم");
    expect(await read(Buffer.from("\ufeffقلم", "utf16le").swap16())).toBe("قلم");
  });

  test("the settings beat the XML declaration, which beats the HTTP charset", async () => {
    const xml = '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>';
    expect(await read(latin(xml), { contentType: "text/xml; charset=utf-8" })).toBe(xml);
    expect(await read(utf8("<a>é</a>"), { declared: "windows-1252" })).toBe("<a>Ã©</a>");
    expect(await read(latin("é"), { contentType: 'text/csv; charset="ISO-8859-1"' })).toBe("é");
  });

  test("UTF-16 that is declared over ASCII text is not believed", async () => {
    expect(await read(utf8('<?xml version="1.0" encoding="utf-16"?><a/>'))).toContain("<a/>");
  });

  test("undeclared text that is not UTF-8 is windows-1252, even far into the file", async () => {
    expect(await read(latin(`${ascii}caf\xe9 10 \x80`), {}, 100)).toBe(`${ascii}café 10 €`);
  });

  test("UTF-8 with a damaged byte stays UTF-8", async () => {
    const damaged = Buffer.concat([utf8(`${ascii}قلم `), Buffer.from([0xff]), utf8(" قلم")]);
    expect(await read(damaged, {}, 64)).toBe(`${ascii}قلم \ufffd قلم`);
  });

  test("an unknown charset of a server is passed over", async () => {
    expect(await read(utf8("قلم"), { contentType: "text/csv; charset=binary" })).toBe("قلم");
  });
});

test("a file of no bytes is no text", async () => {
  expect(await read(new Uint8Array(0))).toBe("");
});

test("UTF-8 reads the same however the bytes are cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (text, size) => {
        const whole = `${ascii}${text.toWellFormed()}`;
        expect(await read(utf8(whole), {}, size * 7)).toBe(whole);
      },
    ),
    { numRuns: 100 },
  );
});
