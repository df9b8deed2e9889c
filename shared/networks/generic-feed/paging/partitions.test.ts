/** Several walks of one source, incremental ones, and records that hold several. */
import { describe, expect, test } from "vitest";
import { json, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { adapter } from "../index.ts";
import { HOST, MAP, at, paginator, list, asked, rows, ids } from "./walked.fixture.ts";

describe("partitions", () => {
  test("of a list are asked for one after the other, and the map can read them", async () => {
    const listing = await list(
      ({ url }) =>
        json({ rows: [{ id: `${url.searchParams.get("site")}-1`, title: "T", link: "https://s.example" }] }),
      {
        config: { second: "b" },
        map: { ...MAP, tags: "stream_partition.site" },
        partition_router: {
          type: "ListPartitionRouter",
          values: ["a", "{{ config['second'] }}"],
          cursor_field: "site",
          request_option: at("site"),
        },
      },
    );
    expect(listing.offers.map(({ sourceOfferId, tags }) => [sourceOfferId, tags])).toEqual([
      ["a-1", ["a"]],
      ["b-1", ["b"]],
    ]);
  });

  const lists = {
    requester: { url: `https://${HOST}/lists/{{ stream_partition['list'] }}` },
    url: undefined,
    streams: [
      {
        name: "lists",
        requester: { url: `https://${HOST}/lists` },
        record_selector: { extractor: { field_path: ["lists"] } },
        ...paginator({ type: "PageIncrement", page_size: 1 }, { page_token_option: at("page") }),
      },
    ],
    partition_router: {
      type: "SubstreamPartitionRouter",
      parent_stream_configs: [
        { stream: "lists", parent_key: "id", partition_field: "list", extra_fields: [["language"]] },
      ],
    },
    map: { ...MAP, languages: "stream_partition.language" },
  };

  test("of a parent stream are all of its records", async () => {
    const listing = await list(({ url }) => {
      const page = Number(url.searchParams.get("page"));
      if (url.pathname === "/lists")
        return json({ lists: page < 3 ? [{ id: `l${page}`, language: "de" }] : [] });
      return json({ rows: [{ id: url.pathname, title: "T", link: "https://s.example" }] });
    }, lists);
    expect(listing.offers.map(({ sourceOfferId, languages }) => [sourceOfferId, languages])).toEqual([
      ["/lists/l1", ["de"]],
      ["/lists/l2", ["de"]],
    ]);
  });

  test("of a parent stream are those that its filter keeps, each once, with lists whole", async () => {
    const [stream] = lists.streams;
    const filtered = {
      ...lists,
      streams: [
        {
          ...stream,
          record_selector: {
            extractor: { field_path: ["lists"] },
            record_filter: { condition: "{{ record.language }}" },
          },
        },
      ],
    };
    const listing = await list(({ url }) => {
      if (url.pathname !== "/lists")
        return json({ rows: [{ id: url.pathname, title: "T", link: "https://s.example" }] });
      const all = [{ id: "a", language: ["de", "en"] }, { id: "b" }, { id: "a", language: ["de", "en"] }];
      return json({ lists: url.searchParams.get("page") === "1" ? all : [] });
    }, filtered);
    expect(listing.end).toMatchObject({ coverage: "COMPLETE" });
    expect(listing.offers.map(({ sourceOfferId, languages }) => [sourceOfferId, languages])).toEqual([
      ["/lists/a", ["de", "en"]],
    ]);
  });

  test("of a list whose values are all empty are a listing that proves nothing", async () => {
    const router = {
      type: "ListPartitionRouter",
      values: ["{{ config['none'] | default('') }}"],
      cursor_field: "site",
    };
    const { end } = await list(() => json({ rows: [] }), { partition_router: router });
    expect(end).toMatchObject({ coverage: "PARTIAL", reason: expect.stringContaining("names nothing") });
  });

  test("of a parent stream that does not come to its end are not taken for all", async () => {
    const endless = () => json({ lists: [{ id: "same" }] });
    await expect(list(endless, lists)).rejects.toThrow(/the stream lists did not come to its end/);
  });

  test("name a stream that there is", () => {
    const { streams: _, ...without } = lists;
    expect(adapter.settingsSchema.safeParse(without).error?.issues[0]?.message).toBe(
      'names the stream "lists", and streams has none',
    );
  });
});

describe("incremental runs", () => {
  const since = new Date("2026-11-20T06:00:00Z");
  const changed = (updated: string, id: number) => ({ id, title: "T", link: "https://s.example", updated });

  test("say since when changes are wanted, with a day of overlap", async () => {
    const settings = {
      incremental_sync: {
        type: "DatetimeBasedCursor",
        cursor_field: "updated",
        datetime_format: "%Y-%m-%d %H:%M",
        start_time_option: at("since"),
      },
    };
    const { end } = await list(() => json({ rows: rows(0, 1) }), settings, { since });
    expect(asked()[0]?.get("since")).toBe("2026-11-19 06:00");
    expect(end.coverage).toBe("PARTIAL");
    const whole = await list(() => json({ rows: rows(0, 1) }), settings);
    expect([asked()[0]?.get("since"), whole.end.coverage]).toEqual([null, "COMPLETE"]);
  });

  test("of lists with the newest first end where records are older", async () => {
    const settings = {
      ...paginator({ type: "PageIncrement", page_size: 1 }, { page_token_option: at("page") }),
      incremental_sync: {
        type: "DatetimeBasedCursor",
        cursor_field: "updated",
        is_data_feed: true,
        lookback_window: "PT1H",
      },
    };
    const handle = ({ url }: SandboxRequest) => {
      const page = Number(url.searchParams.get("page"));
      return json({ rows: page > 9 ? [] : [changed(`2026-11-20T0${9 - page}:30:00Z`, page)] });
    };
    expect(ids(await list(handle, settings, { since }))).toEqual([1, 2, 3, 4, 5]);
    expect(ids(await list(handle, settings))).toHaveLength(9);
  });
});

test("a record that holds several becomes these", async () => {
  const record_selector = {
    extractor: {
      field_path: ["rows"],
      record_expander: { expand_records_from_field: ["deals"], remain_original_record: true },
    },
  };
  const { offers } = await list(
    () =>
      json({
        rows: [
          { shop: "A", deals: rows(0, 2) },
          { shop: "B", deals: [] },
        ],
      }),
    {
      record_selector,
      map: { ...MAP, tags: "original_record.shop" },
      requester: { error_handler: {} },
    },
  );
  expect(offers.map(({ sourceOfferId, tags }) => [sourceOfferId, tags])).toEqual([
    ["0", ["A"]],
    ["1", ["A"]],
  ]);
});

test("a form in the body is sent as one", async () => {
  let sent = "";
  await list(
    ({ body, headers }) => {
      sent = `${headers["content-type"] ?? ""} ${body}`;
      return json({ rows: rows(0, 1) });
    },
    {
      requester: {
        http_method: "POST",
        request_body: { type: "RequestBodyUrlEncodedForm", value: { market: "de" } },
      },
    },
  );
  expect(sent).toBe("application/x-www-form-urlencoded market=de");
});
