import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { ListingEnd, OfferPage } from "../adapter.ts";
import { type AnyPart, listParts, part, type PartPage } from "./listing.ts";

type Page = PartPage<number, string>;

/** A part of pages by number. */
const pages = (name: string, list: readonly Omit<Page, "next">[], mostPages?: number): AnyPart<string> =>
  part<number, string>({
    name,
    position: z.int(),
    first: 0,
    page: async (at) => ({
      records: [],
      ...list[at],
      next: at + 1 < list.length ? at + 1 : null,
    }),
    ...(mostPages !== undefined && { mostPages }),
  });

async function walk(parts: readonly AnyPart<string>[], cursor: string | null = null) {
  const taken: OfferPage<string>[] = [];
  const walking = listParts(parts, { cursor, signal: new AbortController().signal });
  for (;;) {
    const step: IteratorResult<OfferPage<string>, ListingEnd> = await walking.next();
    if (step.done) return { taken, records: taken.flatMap(({ records }) => records), end: step.value };
    taken.push(step.value);
  }
}

const twoParts = [
  pages("coupons", [{ records: ["a", "b"], total: 3 }, { records: ["c"] }]),
  pages("products", [{ records: ["d"] }, { records: ["e"] }]),
];

describe("a listing of parts", () => {
  test("is complete when every part came to its end", async () => {
    const { records, end } = await walk(twoParts);
    expect([records.join(""), end]).toEqual(["abcde", { coverage: "COMPLETE" }]);
  });

  test("resumes after the page of any cursor, with the same verdict", async () => {
    const whole = await walk(twoParts);
    for (const [place, { cursor }] of whole.taken.entries()) {
      const rest = await walk(twoParts, cursor);
      expect(rest.records).toEqual(whole.taken.slice(place + 1).flatMap(({ records }) => records));
      expect(rest.end).toEqual(whole.end);
    }
  });

  test("is not complete when a stated total is not reached, interrupted or not", async () => {
    const parts = [pages("coupons", [{ records: ["a"], total: 5 }, { records: ["b"] }])];
    const whole = await walk(parts);
    expect(whole.end).toEqual({
      coverage: "PARTIAL",
      reason: "coupons: the network counts 5 and listed 2",
    });
    expect((await walk(parts, whole.taken.at(-1)?.cursor ?? "")).end).toEqual(whole.end);
  });

  test("counts rows that are no records towards the total", async () => {
    const parts = [pages("coupons", [{ records: ["a"], rows: 4, rejected: [], total: 4 }])];
    expect((await walk(parts)).end.coverage).toBe("COMPLETE");
  });

  test("stops at a page that comes twice, and takes it once", async () => {
    const loop = part<number, string>({
      name: "coupons",
      position: z.int(),
      first: 0,
      page: async (at) => ({ records: ["a", "b"], next: at + 1 }),
    });
    const { records, end } = await walk([loop]);
    expect([records.length, end.coverage, end.reason]).toEqual([
      2,
      "PARTIAL",
      "coupons: page 2 repeats an earlier page",
    ]);
  });

  test("notices a page of before an interruption, too", async () => {
    const loop = part<number, string>({
      name: "coupons",
      position: z.int(),
      first: 0,
      page: async (at) => ({ records: [at % 2 === 0 ? "a" : "b"], next: at + 1 }),
    });
    const first = await walk([loop]);
    const resumed = await walk([loop], first.taken[0]?.cursor ?? "");
    expect(resumed.records).toEqual(["b"]);
  });

  test("is capped when a part has no end", async () => {
    const endless = part<number, string>({
      name: "products",
      position: z.int(),
      first: 0,
      mostPages: 3,
      page: async (at) => ({ records: [String(at)], next: at + 1 }),
    });
    expect((await walk([endless])).end).toEqual({
      coverage: "CAPPED",
      reason: "products: stopped after 3 pages",
    });
  });

  test("keeps what a part remembers and where it fell short", async () => {
    const noted = part<number, string>({
      name: "programmes",
      position: z.int(),
      first: 0,
      page: async (at, notes) => {
        notes.memory["terms"] = "10 %";
        notes.fallShort("programmes: terms of 3 were left out", "CAPPED");
        return { records: ["p"], next: at < 1 ? at + 1 : null, identity: at };
      },
    });
    const later = part<number, string>({
      name: "coupons",
      position: z.int(),
      first: 0,
      page: async (_, notes) => ({ records: [String(notes.memory["terms"])], next: null }),
    });
    const whole = await walk([noted, later]);
    const resumed = await walk([noted, later], whole.taken[1]?.cursor ?? "");
    expect(resumed.records).toEqual(["10 %"]);
    expect(resumed.end).toEqual({ coverage: "CAPPED", reason: "programmes: terms of 3 were left out" });
  });

  test("takes a streamed part from its beginning when it was interrupted there", async () => {
    const feed: AnyPart<string> = {
      name: "feed",
      async *stream() {
        yield { records: ["x"] };
        yield { records: ["y"], total: 2 };
      },
    };
    const whole = await walk([pages("coupons", [{ records: ["a"] }]), feed]);
    expect(whole.end.coverage).toBe("COMPLETE");
    const resumed = await walk([pages("coupons", [{ records: ["a"] }]), feed], whole.taken[1]?.cursor ?? "");
    expect(resumed.records).toEqual(["x", "y"]);
  });

  test("refuses a cursor of another listing", async () => {
    await expect(walk(twoParts, "page=2")).rejects.toThrow(/start the listing from its beginning/);
  });
});
