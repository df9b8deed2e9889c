/** Answers that mean something else than their status, and how long to wait after them. */
import { describe, expect, test } from "vitest";
import { type Answer, json } from "../../../sandbox/sandbox.ts";
import { errorHandlerSchema, verdictOf } from "./error-handler.ts";
import { ids, list, rows } from "./walked.fixture.ts";

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
  const verdict = (strategy: object, headers: Record<string, string>, status = 429) =>
    verdictOf(
      errorHandlerSchema.parse({ backoff_strategies: [strategy] }),
      { status, headers: new Headers(headers), text: "" },
      {},
      Date.parse("2026-11-20T12:00:00Z"),
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
    [{ type: "ConstantBackoffStrategy", backoff_time_in_seconds: 65 }, {}, 65_000],
  ])("%j is what the strategy says", (strategy, headers, retryAfterMs) => {
    expect(verdict(strategy, headers)).toMatchObject({ kind: "THROTTLED", retryAfterMs });
    expect(verdict(strategy, headers, 503)).toMatchObject({ kind: "BUSY", retryAfterMs });
  });

  test("is the client's own without a strategy that gives one", () => {
    expect(verdict({ type: "WaitTimeFromHeader", header: "x-reset" }, {})).toBeNull();
    expect(verdict({ type: "ExponentialBackoffStrategy" }, {})).toBeNull();
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
