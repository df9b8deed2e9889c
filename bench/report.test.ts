import { format } from "prettier";
import { expect, test } from "vitest";
import { documentWith } from "./report.ts";
import { dollars, number, percentile, type Report } from "./rows.ts";

const report: Report = {
  name: "cost",
  rows: [
    { what: "a | b", measured: "1 ms", value: 1, comparedWith: "2 ms", target: "3 ms", met: true },
    { what: "c", measured: "4 ms", value: 4, comparedWith: "5 ms", target: "", met: null },
    { what: "d", measured: "6 ms", value: 6, comparedWith: "7 ms", target: "5 ms", met: false },
  ],
  grids: [{ title: "By service:", head: ["service", "$"], body: [["SQS", "0.01"]] }],
  notes: ["A note."],
  details: {},
};
const document = "# P\n\n<!-- measured: cost -->\n\nold\n\n<!-- end: cost -->\n\nafter\n";

test("a report replaces what stood between its marks, and nothing else", () => {
  const written = documentWith(document, report, "Measured on a day.");
  expect(written).toBe(`# P

<!-- measured: cost -->

Measured on a day.

| what   | measured | compared with | target | met |
| ------ | -------- | ------------- | ------ | --- |
| a \\| b | 1 ms     | 2 ms          | 3 ms   | yes |
| c      | 4 ms     | 5 ms          |        |     |
| d      | 6 ms     | 7 ms          | 5 ms   | NO  |

By service:

| service | $    |
| ------- | ---- |
| SQS     | 0.01 |

- A note.

<!-- end: cost -->

after
`);
});

test("what is written is formatted, and is the same when written again", async () => {
  const written = documentWith(document, report, "Measured on a day.");
  expect(await format(written, { parser: "markdown", printWidth: 110 })).toBe(written);
  expect(documentWith(written, report, "Measured on a day.")).toBe(written);
});

test("a document without a place for the report is refused", () => {
  expect(() => documentWith("# P\n", report, "")).toThrow('no "<!-- measured: cost -->"');
});

test("figures are written to be read", () => {
  expect([number(1234.567), number(0.012345), dollars(0.01234), dollars(5.678)]).toEqual([
    "1,235",
    "0.01235",
    "$0.0123",
    "$5.68",
  ]);
});

test("a percentile is one of the values", () => {
  expect([0, 0.5, 0.95, 1].map((share) => percentile([3, 1, 2, 4], share))).toEqual([1, 3, 4, 4]);
  expect(percentile([], 0.5)).toBe(0);
});
