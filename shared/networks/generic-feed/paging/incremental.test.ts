/** Runs that ask for less than everything: periods, cuts, and what they say of themselves. */
import { describe, expect, test } from "vitest";
import { json } from "../../../sandbox/sandbox.ts";
import { adapter } from "../index.ts";
import { asked, at, ids, list, MAP, rows, URL_OF } from "./walked.fixture.ts";

const since = new Date("2026-11-20T06:00:00Z");
const dated = (more: object) => ({
  incremental_sync: {
    type: "DatetimeBasedCursor",
    cursor_field: "updated",
    start_time_option: at("from"),
    end_time_option: at("to"),
    ...more,
  },
});
const handle = () => json({ rows: rows(0, 1) });
const periods = () => asked().map((query) => [query.get("from"), query.get("to")]);

describe("a start_datetime", () => {
  test("is what a whole run begins at, and what is older is not claimed to be gone", async () => {
    const { end } = await list(handle, dated({ start_datetime: "2026-11-01", datetime_format: "%Y-%m-%d" }));
    expect(periods()).toEqual([["2026-11-01", "2026-11-20"]]);
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("incremental_sync.start_datetime"),
    });
  });

  test("may be told to be early enough for everything", async () => {
    const settings = { ...dated({ start_datetime: "2000-01-01" }), snapshot: { mode: "full" } };
    expect((await list(handle, settings)).end).toEqual({ coverage: "COMPLETE" });
  });

  test("gives way to the last complete listing", async () => {
    await list(handle, dated({ start_datetime: "2026-11-01", lookback_window: "PT1H" }), { since });
    expect(periods()).toEqual([["2026-11-20T05:00:00Z", "2026-11-20T12:00:30Z"]]);
  });

  test("and end_datetime may be values of the settings", async () => {
    const settings = {
      config: { from: "2026-10-01", to: "2026-10-31" },
      ...dated({ start_datetime: "{{ config['from'] }}", end_datetime: "{{ config['to'] }}" }),
    };
    await list(handle, settings);
    expect(periods()).toEqual([["2026-10-01T00:00:00Z", "2026-10-31T00:00:00Z"]]);
  });

  test("that is no date is refused", async () => {
    await expect(list(handle, dated({ start_datetime: "yesterday" }))).rejects.toThrow(
      "incremental_sync.start_datetime is no date: “yesterday”",
    );
  });
});

describe("a step", () => {
  const stepped = { start_datetime: "2026-08-31", step: "P1M", datetime_format: "%Y-%m-%d" };

  test("asks for one period after the other, each a walk of its own", async () => {
    let page = 0;
    const listing = await list(
      () => json({ rows: rows(page, (page += 1)) }),
      dated({ ...stepped, cursor_granularity: "P1D" }),
    );
    expect(periods()).toEqual([
      ["2026-08-31", "2026-09-29"],
      ["2026-09-30", "2026-10-30"],
      ["2026-10-31", "2026-11-20"],
    ]);
    expect(ids(listing)).toEqual([0, 1, 2]);
  });

  test("that makes too many periods is refused", async () => {
    await expect(list(handle, dated({ ...stepped, step: "PT1H" }))).rejects.toThrow(
      /more than 1000 periods: choose a longer step/,
    );
  });
});

test("the requester may say the period in its own words", async () => {
  const settings = {
    incremental_sync: { type: "DatetimeBasedCursor", cursor_field: "updated", start_datetime: "2026-11-01" },
    requester: {
      request_parameters: {
        filter: "changed:{{ stream_interval.start_time }}..{{ stream_interval.end_time }}",
        none: "{{ stream_interval.missing | default('') }}",
      },
    },
  };
  await list(handle, settings);
  expect(asked()[0]?.get("filter")).toBe("changed:2026-11-01T00:00:00Z..2026-11-20T12:00:30Z");
  expect(asked()[0]?.has("none")).toBe(false);
});

describe("a number that only grows", () => {
  const counting = (more: object = {}) => ({
    incremental_sync: {
      type: "IncrementingCountCursor",
      cursor_field: "id",
      start_value_option: at("after"),
      ...more,
    },
  });
  const after = () => asked().map((query) => query.get("after"));

  test("is asked for after the highest one that is held", async () => {
    const known = ["9", "12345678901234567890", "10", "none"];
    const { end } = await list(handle, counting(), { since, known });
    expect(after()).toEqual(["12345678901234567890"]);
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("only what came after 12345678901234567890"),
    });
  });

  test("is not said in a whole run, nor where nothing is held", async () => {
    expect((await list(handle, counting(), { known: ["7"] })).end.coverage).toBe("COMPLETE");
    expect(after()).toEqual([null]);
    expect((await list(handle, counting(), { since })).end.coverage).toBe("COMPLETE");
    expect(after()).toEqual([null]);
  });

  test("begins at start_value, and what is before is not claimed to be gone", async () => {
    expect((await list(handle, counting({ start_value: 100 }))).end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("incremental_sync.start_value"),
    });
    expect(after()).toEqual(["100"]);
  });

  test("must be the offer's id", () => {
    const settings = { url: URL_OF, map: { ...MAP, sourceOfferId: "number" }, ...counting() };
    expect(adapter.settingsSchema.safeParse(settings).error?.issues[0]?.message).toContain(
      "must be the path that map.sourceOfferId has",
    );
  });
});

test("what a partner cannot be asked for is left out here", async () => {
  const settings = {
    incremental_sync: {
      type: "DatetimeBasedCursor",
      cursor_field: "updated",
      cursor_datetime_formats: ["%d.%m.%Y %H:%M", "%d.%m.%Y"],
      lookback_window: "PT1H",
      is_client_side_incremental: true,
    },
  };
  const record = (id: number, updated: string) => ({ id, title: "T", link: "https://s.example", updated });
  const all = [
    record(1, "20.11.2026 04:59"),
    record(2, "20.11.2026 05:00"),
    record(3, "20.11.2026"),
    record(4, "?"),
  ];
  const changed = await list(() => json({ rows: all }), settings, { since });
  expect([ids(changed), changed.end.coverage]).toEqual([[2, 3, 4], "PARTIAL"]);
  const whole = await list(() => json({ rows: all }), settings);
  expect([ids(whole), whole.end.coverage]).toEqual([[1, 2, 3, 4], "COMPLETE"]);
});

test.each([
  [dated({ step: "P1D" }), "incremental_sync.step: needs start_datetime"],
  [
    { incremental_sync: { type: "DatetimeBasedCursor", cursor_field: "updated" } },
    "incremental_sync: needs start_time_option, is_data_feed or is_client_side_incremental",
  ],
  [
    { requester: { request_headers: { Since: "{{ stream_interval.start_time }}" } } },
    "requester: reads stream_interval, which only incremental_sync gives",
  ],
  [dated({ start_datetime: "{{ config['apiToken'] }}" }), "offers never hold credentials"],
])("settings that cannot work are refused: %#", (settings, message) => {
  const { error } = adapter.settingsSchema.safeParse({ url: URL_OF, map: MAP, ...settings });
  expect(error?.issues.map(({ path, message: said }) => `${path.join(".")}: ${said}`).join()).toContain(
    message,
  );
});
