import { describe, expect, test } from "vitest";
import { heldBytes } from "../networks/testing/held-bytes.ts";
import { decodeFeed, decodePlan } from "./choose.ts";

const RECORDS = 200_000;
const GROWTH_LIMIT = 16 * 1024 * 1024;

/** A feed of 200,000 records, made while it is read. */
async function* generated(
  head: string,
  record: (index: number) => string,
  tail: string,
): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from(head);
  for (let from = 0; from < RECORDS; from += 500) {
    yield Buffer.from(Array.from({ length: 500 }, (_, index) => record(from + index)).join(""));
  }
  yield Buffer.from(tail);
}

const title = (index: number): string => `منتج ${index} ${"x".repeat(200)}`;

const FEEDS = {
  json: () =>
    generated("[", (index) => `${index === 0 ? "" : ","}{"id":${index},"t":"${title(index)}"}`, "]"),
  jsonl: () => generated("", (index) => `{"id":${index},"t":"${title(index)}"}\n`, ""),
  csv: () => generated("id,t\n", (index) => `${index},"${title(index)}"\n`, ""),
  xml: () =>
    generated(
      "<rss><channel>",
      (index) => `<item><id>${index}</id><t>${title(index)}</t></item>`,
      "</channel></rss>",
    ),
  "lenient xml after a mistake": () =>
    generated(
      "<rss><channel><title>R&D;</title>",
      (index) => `<item><id>${index}</id><t>${title(index)}</t></item>`,
      "</channel></rss>",
    ),
};

describe("200,000 records, some 90 MB of text, pass through constant memory", () => {
  test.each(Object.entries(FEEDS))("%s", { timeout: 60_000 }, async (name, feed) => {
    const plan = decodePlan(name.startsWith("lenient") ? { type: "XmlDecoder", lenient: true } : undefined);
    const { records } = await decodeFeed(feed(), plan, null, { fieldPath: [], wrapSingle: null });
    const marks: number[] = [];
    let count = 0;
    for await (const batch of records) {
      count += batch.records.length;
      if (count >= (marks.length + 1) * 60_000) marks.push(heldBytes());
    }
    expect(count).toBe(RECORDS);
    expect(Math.max(...marks) - Math.min(...marks)).toBeLessThan(GROWTH_LIMIT);
  });
});
