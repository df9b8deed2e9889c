import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CSV_DEFAULTS, decodeCsv } from "./csv.ts";
import type { CsvOptions } from "./csv.ts";
import { everything, pieces } from "./reading.fixture.ts";

const read = (text: string, options: Partial<CsvOptions> = {}, size?: number) =>
  everything(decodeCsv(pieces(text, size), { ...CSV_DEFAULTS, maxRecordBytes: 100_000, ...options }));

describe("dialects", () => {
  test.each([
    ["comma", "id,title\n0012,أهلا\n"],
    ["semicolon", "id;title\n0012;أهلا\n"],
    ["tab", "id\ttitle\r\n0012\tأهلا\r\n"],
    ["pipe", "id|title\n0012|أهلا"],
    ["Excel's sep line", "sep=;\nid;title\n0012;أهلا\n"],
  ])("%s is recognised, and numbers stay text", async (_name, text) => {
    expect((await read(text)).records).toEqual([{ id: "0012", title: "أهلا" }]);
  });

  test("quotes hold separators, line ends and doubled quotes", async () => {
    const { records } = await read('id,title\n1,"a, ""b""\nc"\n');
    expect(records).toEqual([{ id: "1", title: 'a, "b"\nc' }]);
  });

  test("relaxed quotes let an inch sign stand", async () => {
    const { records } = await read('id\ttitle\n1\tTV 55" LED\n2\tok\n', { relaxQuotes: true });
    expect(records).toEqual([
      { id: "1", title: 'TV 55" LED' },
      { id: "2", title: "ok" },
    ]);
  });

  test("without a quote character quotes are text", async () => {
    expect((await read('id,t\n1,"a\n', { quote: null })).records).toEqual([{ id: "1", t: '"a' }]);
  });

  test("comment lines go, a # inside a row stays", async () => {
    const { records } = await read("# ref_application_id 1\nid,title\n1,C# in depth\n#2,x\n", {
      comment: "#",
    });
    expect(records).toEqual([{ id: "1", title: "C# in depth" }]);
  });

  test("lines before the header are skipped", async () => {
    expect((await read("Export of 2026\n\nid,t\n1,a\n", { skipLines: 2 })).records).toEqual([
      { id: "1", t: "a" },
    ]);
  });

  test("declared columns name a file without a header", async () => {
    expect((await read("1,a\n2,b\n", { columns: ["id", "t"] })).records).toEqual([
      { id: "1", t: "a" },
      { id: "2", t: "b" },
    ]);
  });

  test("a repeated column: the last wins, or all are grouped", async () => {
    const text = "id,img,img\n1,a,b\n";
    expect((await read(text)).records).toEqual([{ id: "1", img: "b" }]);
    expect((await read(text, { duplicateColumns: "group" })).records).toEqual([{ id: "1", img: ["a", "b"] }]);
  });

  test("placeholders are empty", async () => {
    expect((await read("id,t\n1,NULL\n", { setValuesToNone: ["NULL"] })).records).toEqual([
      { id: "1", t: null },
    ]);
  });

  test("trimming takes blanks around values", async () => {
    expect((await read("id, t\n 1 , a \n", { trim: true })).records).toEqual([{ id: "1", t: "a" }]);
  });
});

describe("rows that are wrong", () => {
  test("a ragged row is rejected by its line, and the rest is read", async () => {
    const { records, rejected, doubt } = await read("id,t\n1,a\n2\n3,b,c\n4,d\n");
    expect(records).toEqual([
      { id: "1", t: "a" },
      { id: "4", t: "d" },
    ]);
    expect(rejected).toEqual([
      { record: "line 3", reason: "the row has 1 values where the header names 2 columns" },
      { record: "line 4", reason: "the row has 3 values where the header names 2 columns" },
    ]);
    expect(doubt).toBeNull();
  });

  test("ragged rows are taken where the settings say so", async () => {
    expect((await read("id,t\n1\n", { relaxColumnCount: true })).records).toEqual([{ id: "1" }]);
  });

  test("a row over the limit is rejected, and the rest is read", async () => {
    const { records, rejected } = await read(`id,t\n1,a\n2,${"x".repeat(300)}\n3,c\n`, {
      maxRecordBytes: 200,
    });
    expect(records.map(({ id }) => id)).toEqual(["1", "3"]);
    expect(rejected.map(({ record }) => record)).toEqual(["line 3"]);
  });
});

describe("an end in doubt", () => {
  test("a last row that is short and has no line end may be a cut", async () => {
    expect((await read("id,t\n1,a\n2")).doubt).toMatch(/may be cut off/);
  });

  test("a last row that is whole needs no line end", async () => {
    expect((await read("id,t\n1,a\n2,b")).doubt).toBeNull();
  });

  test("a quote that is open at the end is a cut", async () => {
    await expect(read('id,t\n1,a\n2,"b')).rejects.toThrow(/cut off: a quoted value is still open/);
  });

  test("a quote that swallows the file is told as such, before the file is read into memory", async () => {
    const rows = "2,some text without another quote\n".repeat(1000);
    await expect(read(`id,t\n1,"a\n${rows}`, { maxRecordBytes: 2000 }, 512)).rejects.toThrow(/relax_quotes/);
  });

  test("a header alone is an empty table", async () => {
    expect(await read("id,t\n")).toEqual({ records: [], rejected: [], doubt: null });
  });
});

test("an error of the source reaches the reader", async () => {
  async function* broken(): AsyncGenerator<string> {
    yield "id,t\n1,a\n";
    throw new Error("connection lost");
  }
  await expect(everything(decodeCsv(broken(), { ...CSV_DEFAULTS, maxRecordBytes: 1000 }))).rejects.toThrow(
    "connection lost",
  );
});

test("reads the same rows however the text is cut into pieces", async () => {
  const cell = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.trim() !== "");
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
      fc.integer({ min: 1, max: 30 }),
      async (rows, size) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = `"a","b"\r\n${rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("")}`;
        expect((await read(text, {}, size)).records).toEqual(rows.map(([a, b]) => ({ a, b })));
      },
    ),
    { numRuns: 100 },
  );
});
