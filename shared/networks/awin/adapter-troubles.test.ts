/** The Awin adapter against an Awin sandbox that lies, over a real socket and the real HTTP client. */
import { describe, expect, test } from "vitest";
import { CredentialsRefused, FeedUnreadable } from "../adapter.ts";
import {
  callsTo,
  CLASSIC_FEED,
  list,
  NOW,
  productsOnly,
  PROMOTIONS,
  promotionsOnly,
  sandboxes,
  useSandboxes,
} from "./adapter-testing.ts";

useSandboxes();

describe("a listing that is not complete", () => {
  test("is one whose pages repeat", async () => {
    sandboxes().tell({ kind: "repeated-page", path: PROMOTIONS });
    const { end } = await list(promotionsOnly);
    expect(end).toEqual({ coverage: "PARTIAL", reason: "active promotions: page 2 repeats an earlier page" });
  });

  test("is one that does not reach the total it states", async () => {
    sandboxes().tell({ kind: "partial", share: 0.5, trueTotals: true, path: PROMOTIONS });
    const { end } = await list(promotionsOnly);
    expect(end.coverage).toBe("PARTIAL");
    expect(end.reason).toMatch(/Awin counts \d+ and listed \d+/);
  });

  test("is one with a feed whose gzip is cut off; the other feeds are read", async () => {
    sandboxes().tell({ kind: "truncated", bytes: 5000, path: CLASSIC_FEED });
    const { end, offers } = await list(productsOnly);
    expect(end.coverage).toBe("PARTIAL");
    expect(end.reason).toMatch(/product feed 20101 .*cut off/);
    expect(offers.length).toBeGreaterThan(1000);
  });

  test("is one with a web page in place of a feed", async () => {
    sandboxes().tell({ kind: "html", path: CLASSIC_FEED });
    const { end } = await list(productsOnly);
    expect(end.coverage).toBe("PARTIAL");
    expect(end.reason).toMatch(/got markup/);
  });

  test("is one with a feed of half the products that the list counts", async () => {
    sandboxes().tell({ kind: "partial", share: 0.3, path: CLASSIC_FEED });
    const { end } = await list(productsOnly);
    expect(end.reason).toMatch(/the list counts \d+ products, the file holds \d+/);
  });

  test("is an incremental one that leaves out feeds which have not moved", async () => {
    const since = new Date(NOW.getTime() - 3_600_000);
    sandboxes().tell({ kind: "frozen", at: new Date("2026-11-10T00:00:00Z"), path: "/productdata" });
    const { end, offers } = await list({ ...productsOnly, mode: "INCREMENTAL", since });
    expect(end).toEqual({
      coverage: "PARTIAL",
      reason: "5 of 5 product feeds have not moved and were left out",
    });
    expect(offers).toEqual([]);
  });

  test("leaves nothing out a day after the last complete one", async () => {
    const since = new Date(NOW.getTime() - 25 * 3_600_000);
    sandboxes().tell({ kind: "frozen", at: new Date("2026-11-10T00:00:00Z"), path: "/productdata" });
    const { end } = await list({ ...productsOnly, mode: "INCREMENTAL", since });
    expect(end).toEqual({ coverage: "COMPLETE" });
  });
});

describe("a listing that cannot be made", () => {
  test("names the field and its place when the token is wrong", async () => {
    const wrong = list({ credentials: { accessToken: "wrong" } });
    await expect(wrong).rejects.toThrow(CredentialsRefused);
    await expect(list({ credentials: { accessToken: "wrong" } })).rejects.toThrow(
      /accessToken.*https:\/\/ui\.awin\.com\/awin-api/,
    );
  });

  test("names the field and its place when the feed key is wrong, or missing", async () => {
    for (const dataFeedApiKey of ["wrong", ""]) {
      await expect(list({ ...productsOnly, credentials: { dataFeedApiKey } })).rejects.toThrow(
        /dataFeedApiKey.*Create-a-Feed/,
      );
    }
  });

  test("is one with a web page in place of the feed list", async () => {
    sandboxes().tell({ kind: "html", host: "ui.awin.com" });
    await expect(list(productsOnly)).rejects.toThrow(FeedUnreadable);
  });

  test("is one whose every feed is unreadable", async () => {
    sandboxes().tell(
      { kind: "html", path: "/datafeed/download" },
      { kind: "html", path: /feed\/F|awinfeeds/ },
    );
    await expect(list(productsOnly)).rejects.toThrow(/None of the 5 product feeds/);
  });

  test("is one that is answered 200 with an error", async () => {
    sandboxes().tell({ kind: "error-body", path: PROMOTIONS });
    await expect(list(promotionsOnly)).rejects.toThrow(/with an error: exception/);
  });

  test("ends with the signal's reason when it is called off", async () => {
    const signal = AbortSignal.abort(new Error("cancelled by an admin"));
    await expect(list({ signal })).rejects.toThrow("cancelled by an admin");
  });
});

describe("a network in trouble", () => {
  test("that throttles without saying for how long is asked again until it answers", async () => {
    sandboxes().tell({ kind: "throttled", path: PROMOTIONS, times: 2 });
    const { end } = await list(promotionsOnly);
    expect(end.coverage).toBe("COMPLETE");
    expect(callsTo(PROMOTIONS)).toBe(5);
  });

  test("that fails a few times is asked again", async () => {
    sandboxes().tell({ kind: "status", status: 500, times: 3, path: CLASSIC_FEED });
    expect((await list(productsOnly)).end.coverage).toBe("COMPLETE");
  });

  test("that shows a joined programme no more costs only its terms", async () => {
    sandboxes().tell({ kind: "status", status: 404, path: /advertiserId=90210/ });
    const { offers, end } = await list({ settings: { pull: ["programmes"] } });
    expect([offers.length, end.coverage]).toEqual([40, "COMPLETE"]);
  });
});
