/** Answers that mean something else than their status, and how long to wait after them. */
import { describe, expect, test } from "vitest";
import { type Answer, json, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { CredentialsRefused } from "../../adapter.ts";
import { errorHandlerSchema, verdictOf } from "./error-handler.ts";
import { at, ids, list, paginator, rows } from "./walked.fixture.ts";

const handler = (...response_filters: object[]) => ({ requester: { error_handler: { response_filters } } });

describe("answers that mean something else than their status", () => {
  const first = (odd: Answer) => {
    let told = false;
    return (): Answer => {
      if (told) return json({ rows: rows(0, 2) });
      told = true;
      return odd;
    };
  };

  test("fail with the partner's own words", async () => {
    const settings = handler({
      predicate: "{{ response.success == false }}",
      action: "FAIL",
      error_message: "The partner says: {{ response.error }}",
    });
    await expect(list(() => json({ success: false, error: "closed" }), settings)).rejects.toThrow(
      "The partner says: closed",
    );
  });

  test.each(["RETRY", "RATE_LIMITED"])("are asked again on %s", async (action) => {
    const settings = handler({ error_message_contains: "busy", action });
    expect(ids(await list(first(json({ error: "busy" })), settings))).toEqual([0, 1]);
  });

  test("are pages without records on IGNORE", async () => {
    const settings = handler({ http_codes: [404], action: "IGNORE" });
    expect(await list(() => json({}, 404), settings)).toMatchObject({
      offers: [],
      end: { coverage: "COMPLETE" },
    });
  });

  test("are asked again as often as max_retries says", async () => {
    let asked = 0;
    const handle = (): Answer => {
      asked += 1;
      return json({}, 503);
    };
    await expect(list(handle, { requester: { error_handler: { max_retries: 1 } } })).rejects.toThrow("503");
    expect(asked).toBe(2);
  });

  test("begin the pages again on RESET_PAGINATION, and what came before counts for nothing", async () => {
    let hasForgotten = false;
    const handle = ({ url }: SandboxRequest): Answer => {
      const after = url.searchParams.get("after");
      if (after === "1" && !hasForgotten) {
        hasForgotten = true;
        return json({ error: "cursor expired" }, 410);
      }
      const from = Number(after ?? 0);
      return json({ rows: rows(from, from + 1), next: from < 2 ? String(from + 1) : "", total: 3 });
    };
    const settings = {
      ...handler({ http_codes: [410], action: "RESET_PAGINATION" }),
      ...paginator(
        { type: "CursorPagination", cursor_value: "{{ response.next }}" },
        { page_token_option: at("after"), stop_when: ["empty_page", { total_records: { path: ["total"] } }] },
      ),
    };
    const listing = await list(handle, settings);
    expect([ids(listing), listing.end.coverage]).toEqual([[0, 0, 1, 2], "COMPLETE"]);
    const always = () => json({}, 410);
    await expect(list(always, settings)).rejects.toThrow(/HTTP 410/);
  });

  test.each([402, 403, 423])("are refusals by themselves with %i", async (status) => {
    await expect(list(() => json({}, status), handler())).rejects.toThrow(CredentialsRefused);
  });

  test("are refusals where the settings call them so", async () => {
    const settings = handler({
      http_codes: [418],
      action: "FAIL",
      failure_type: "config_error",
      error_message: "Ask the partner for a new key",
    });
    await expect(list(() => json({}, 418), settings)).rejects.toThrow("Ask the partner for a new key");
  });
});

describe("the wait after an answer", () => {
  const verdict = (strategy: object, headers: Record<string, string>, status = 429, tried = 1) =>
    verdictOf(
      errorHandlerSchema.parse({ backoff_strategies: [strategy] }),
      { status, headers: new Headers(headers), text: "" },
      { config: {}, now: Date.parse("2026-11-20T12:00:00Z"), tried, random: () => 0.5 },
    ).judgement;

  test.each([
    [{ type: "WaitTimeFromHeader", header: "x-reset" }, { "x-reset": "30" }, 30_000],
    [
      { type: "WaitTimeFromHeader", header: "x-reset", max_waiting_time_in_seconds: 10 },
      { "x-reset": "30" },
      10_000,
    ],
    [{ type: "WaitUntilTimeFromHeader", header: "x-at" }, { "x-at": "2026-11-20T12:00:20Z" }, 20_000],
    [
      { type: "WaitUntilTimeFromHeader", header: "x-at", min_wait: 60 },
      { "x-at": "2026-11-20T12:00:20Z" },
      60_000,
    ],
    [{ type: "WaitTimeFromHeader", header: "x-reset", regex: "in (\\d+) s" }, { "x-reset": "in 7 s" }, 7_000],
    [
      { type: "WaitUntilTimeFromHeader", header: "x-at", regex: "\\d{10}" },
      { "x-at": `until ${Date.parse("2026-11-20T12:00:05Z") / 1000}` },
      5_000,
    ],
    [{ type: "ConstantBackoffStrategy", backoff_time_in_seconds: 65 }, {}, 65_000],
    [
      { type: "ConstantBackoffStrategy", backoff_time_in_seconds: 60, jitter_range_in_seconds: 10 },
      {},
      65_000,
    ],
    [{ type: "ExponentialBackoffStrategy" }, {}, 5_000],
    [{ type: "ExponentialBackoffStrategy", factor: 2, jitter_range_in_seconds: 1 }, {}, 2_500],
  ])("%j is what the strategy says", (strategy, headers, retryAfterMs) => {
    expect(verdict(strategy, headers)).toMatchObject({ kind: "THROTTLED", retryAfterMs });
    expect(verdict(strategy, headers, 503)).toMatchObject({ kind: "BUSY", retryAfterMs });
  });

  test("is the client's own without a strategy that gives one", () => {
    expect(verdict({ type: "WaitTimeFromHeader", header: "x-reset" }, {})).toBeNull();
  });

  test("grows by the exponential strategy with every try", () => {
    const strategy = { type: "ExponentialBackoffStrategy" };
    const waits = [1, 2, 3].map((tried) => verdict(strategy, {}, 503, tried));
    expect(waits).toMatchObject([
      { retryAfterMs: 5_000 },
      { retryAfterMs: 10_000 },
      { retryAfterMs: 20_000 },
    ]);
  });
});

test("an error's message cannot show a credential", async () => {
  const settings = handler({
    http_codes: [418],
    action: "FAIL",
    error_message: "refused {{ config['apiToken'] | default('nothing') }}",
  });
  await expect(list(() => json({}, 418), settings, { credentials: { apiToken: "s3cret" } })).rejects.toThrow(
    "refused nothing",
  );
});
