import { describe, expect, test } from "vitest";
import { FeedUnreadable, type Rejection } from "../adapter.ts";
import { type FeedRow, feedRows } from "./feed-rows.ts";

const HEADER = "aw_product_id,product_name,aw_deep_link,search_price";

async function read(file: string, chunkBytes = 7): Promise<{ rows: FeedRow[]; rejected: Rejection[] }> {
  const bytes = Buffer.from(file);
  async function* body(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const rejected: Rejection[] = [];
  const rows: FeedRow[] = [];
  for await (const row of feedRows(body(), (rejection) => rejected.push(rejection))) rows.push(row);
  return { rows, rejected };
}

describe("a CSV feed", () => {
  test("yields its rows by column name, blanks left out", async () => {
    const { rows } = await read(`${HEADER}\n1,Größe 42,https://a.example,\n`);
    expect(rows).toEqual([
      { aw_product_id: "1", product_name: "Größe 42", aw_deep_link: "https://a.example" },
    ]);
  });

  test("may begin with a byte order mark", async () => {
    const { rows } = await read("\ufeffid,title,link\nA,Boots,https://a.example\n");
    expect(rows).toEqual([{ id: "A", title: "Boots", link: "https://a.example" }]);
  });

  test.each(["|", ";", "\t"])("may be separated by %j", async (delimiter) => {
    const { rows } = await read(`${HEADER}\n1,Boots,https://a.example,9.50\n`.replaceAll(",", delimiter));
    expect(rows[0]?.["search_price"]).toBe("9.50");
  });

  test("loses a row of the wrong length alone, and says which", async () => {
    const { rows, rejected } = await read(`${HEADER}\n1,Boots\n2,Shoes,https://a.example,9.50\n`);
    expect([rows.map((row) => row["aw_product_id"]), rejected.map(({ record }) => record)]).toEqual([
      ["2"],
      ["line 2"],
    ]);
  });

  test("that ends in the middle of a row is unreadable", async () => {
    await expect(read(`${HEADER}\n1,Boots,https://a.example,9.50\n2,Sho`)).rejects.toThrow(FeedUnreadable);
    await expect(read(`${HEADER}\n1,Boots,https://a.example,9.50\n2,"Sho`)).rejects.toThrow(FeedUnreadable);
  });

  test("with other columns is unreadable", async () => {
    await expect(read("code,expires\nA,B\n")).rejects.toThrow(/expected the columns aw_product_id/);
  });

  test("with a header alone has no rows", async () => {
    expect(await read(`${HEADER}\n`)).toEqual({ rows: [], rejected: [] });
  });
});

describe("a JSON Lines feed", () => {
  test("yields its objects, whatever the chunks cut through", async () => {
    const { rows } = await read('{"id":"1","title":"Größe"}\n\n{"id":"2"}');
    expect(rows).toEqual([{ id: "1", title: "Größe" }, { id: "2" }]);
  });

  test("loses a line that is no object alone", async () => {
    const { rows, rejected } = await read('{"id":"1"}\n[1]\nnonsense\n{"id":"2"}\n');
    expect([rows.length, rejected.map(({ record }) => record)]).toEqual([2, ["line 2", "line 3"]]);
  });

  test("with an error line is unreadable in spite of its status", async () => {
    await expect(read('{"id":"1"}\n{"error":500,"message":"Export failed"}\n')).rejects.toThrow(
      /Export failed/,
    );
  });

  test("that breaks off is unreadable", async () => {
    await expect(read('{"id":"1"}\n{"id":')).rejects.toThrow(/middle of line 2/);
  });
});

describe("a file that is no feed", () => {
  test("is unreadable when it is a web page", async () => {
    await expect(read("<!DOCTYPE html><html></html>")).rejects.toThrow(/got markup/);
  });

  test("is unreadable when it is empty", async () => {
    await expect(read("")).rejects.toThrow(/empty file/);
  });
});
