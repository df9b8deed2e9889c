import { expect, test } from "vitest";
import { decodeJsonl } from "./jsonl.ts";
import { everything, pieces } from "./reading.fixture.ts";

const read = (text: string, maxRecordBytes = 1000, size?: number) =>
  everything(decodeJsonl(pieces(text, size), { maxRecordBytes }));

test("reads an object a line, digits kept, blank lines and CRLF passed over", async () => {
  const { records } = await read(
    '{"id":12345678901234567890,"p":10.00}\r\n\r\n{"id":"b","n":{"x":[0.10]}}',
    1000,
    7,
  );
  expect(records).toEqual([
    { id: "12345678901234567890", p: "10.00" },
    { id: "b", n: { x: ["0.10"] } },
  ]);
});

test("rejects bad lines by their number and reads the others", async () => {
  const { records, rejected } = await read('{"id":"1"}\n{"id":\n"word"\n[1]\n{"id":"5"}\n');
  expect(records).toEqual([{ id: "1" }, { id: "5" }]);
  expect(rejected).toEqual([
    { record: "line 2", reason: "the line is not valid JSON" },
    { record: "line 3", reason: "the line is not a JSON object" },
    { record: "line 4", reason: "the line is not a JSON object" },
  ]);
});

test("rejects a line over the limit without holding it", async () => {
  const { records, rejected } = await read(`{"id":"1"}\n{"x":"${"y".repeat(500)}"}\n{"id":"3"}`, 100, 64);
  expect(records).toEqual([{ id: "1" }, { id: "3" }]);
  expect(rejected.map(({ record }) => record)).toEqual(["line 2"]);
});

test("a last object that is not finished means that the file is cut off", async () => {
  await expect(read('{"id":"1"}\n{"id":"2","na')).rejects.toThrow("cut off: line 2");
});

test("a last line that is no object (a row count) is a rejected line", async () => {
  const { records, rejected } = await read('{"id":"1"}\nTotal: 1');
  expect([records.length, rejected.length]).toEqual([1, 1]);
});
