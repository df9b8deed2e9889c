/** Pages of partners' APIs, walked by settings alone. */
import { describe, expect, test } from "vitest";
import { type Answer, json, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { adapter } from "../index.ts";
import { HOST, URL_OF, MAP, at, paginator, list, asked, rows, ids, upTo } from "./walked.fixture.ts";

describe("pages", () => {
  const numbered = ({ url }: SandboxRequest): Answer => {
    const page = Number(url.searchParams.get("page") ?? 1);
    return json({ rows: rows((page - 1) * 10, Math.min(page * 10, 25)), total: 25, pages: 3 });
  };

  test("by number end at a short one", async () => {
    const settings = paginator(
      { type: "PageIncrement", page_size: 10 },
      { page_token_option: at("page"), page_size_option: at("per_page") },
    );
    const listing = await list(numbered, settings);
    expect([ids(listing), listing.end]).toEqual([upTo(25), { coverage: "COMPLETE" }]);
    expect(asked().map((query) => [query.get("page"), query.get("per_page")])).toEqual([
      ["1", "10"],
      ["2", "10"],
      ["3", "10"],
    ]);
  });

  test("go on from the cursor of any of them", async () => {
    const settings = paginator({ type: "PageIncrement", page_size: 10 }, { page_token_option: at("page") });
    const whole = await list(numbered, settings);
    const rest = await list(numbered, settings, { cursor: whole.pages[0]?.cursor ?? null });
    expect(ids(rest)).toEqual(upTo(25).slice(10));
  });

  test("by number end where the answer says how many there are", async () => {
    const settings = paginator(
      { type: "PageIncrement", inject_on_first_request: false },
      { page_token_option: at("page"), stop_when: [{ total_pages: { path: ["pages"] } }] },
    );
    expect(ids(await list(numbered, settings))).toEqual(upTo(25));
    expect(asked().map((query) => query.get("page"))).toEqual([null, "2", "3"]);
  });

  test("that hold fewer rows than their total says are a listing that is not complete", async () => {
    const settings = paginator(
      { type: "PageIncrement", page_size: 10 },
      { page_token_option: at("page"), stop_when: ["short_page", { total_records: { path: ["total"] } }] },
    );
    const { end } = await list(() => json({ rows: rows(0, 4), total: 25 }), settings);
    expect(end).toEqual({ coverage: "PARTIAL", reason: "offers: the network counts 25 and listed 4" });
  });

  test("by offset", async () => {
    const settings = paginator(
      { type: "OffsetIncrement", page_size: 10 },
      { page_token_option: at("offset") },
    );
    const listing = await list(({ url }) => {
      const offset = Number(url.searchParams.get("offset"));
      return json({ rows: rows(offset, Math.min(offset + 10, 20)) });
    }, settings);
    expect(ids(listing)).toEqual(upTo(20));
  });

  test("by a token in the answer, until none comes or the settings say so", async () => {
    const handle = ({ url }: SandboxRequest): Answer => {
      const after = Number(url.searchParams.get("after") ?? 0);
      return json({
        rows: rows(after, after + 10),
        paging: { next: after < 20 ? after + 10 : null },
        more: after < 10,
      });
    };
    const strategy = { type: "CursorPagination", cursor_value: "{{ response.paging.next }}" };
    const option = { page_token_option: at("after") };
    expect(ids(await list(handle, paginator(strategy, option)))).toEqual(upTo(30));
    const stopping = { ...strategy, stop_condition: "{{ response.more == false }}" };
    expect(ids(await list(handle, paginator(stopping, option)))).toEqual(upTo(20));
  });

  test("by a token made of the last record", async () => {
    const listing = await list(
      ({ url }) => {
        const after = Number(url.searchParams.get("after") ?? -1);
        return json({ rows: rows(after + 1, Math.min(after + 11, 15)) });
      },
      paginator(
        { type: "CursorPagination", cursor_value: "{{ last_record.id }}" },
        { page_token_option: at("after") },
      ),
    );
    expect(ids(listing)).toEqual(upTo(15));
  });

  test.each([
    ["in the body", { link_path: ["@next"] }, (next: string) => ({ body: { "@next": next }, headers: {} })],
    [
      "in the Link header",
      {},
      (next: string) => ({ body: {}, headers: { link: next && `<${next}>; rel="next", </x>; rel="last"` } }),
    ],
    ["in a header", { link_header: "x-next" }, (next: string) => ({ body: {}, headers: { "x-next": next } })],
  ])("by the next address %s", async (_, strategy, shown) => {
    const listing = await list(
      ({ url }) => {
        const page = Number(url.searchParams.get("p") ?? 0);
        const { body, headers } = shown(page < 2 ? `//offers?p=${page + 1}` : "");
        const answer = json({ rows: rows(page * 10, page * 10 + 10), ...body });
        return { ...answer, headers: { ...answer.headers, ...headers } };
      },
      paginator({ type: "LinkPagination", ...strategy }),
    );
    expect([ids(listing), listing.end.coverage]).toEqual([upTo(30), "COMPLETE"]);
  });

  test("whose next address is their own end the listing, which is not complete", async () => {
    const handle = () => json({ rows: rows(0, 3), next: "/offers" });
    const { end } = await list(handle, paginator({ type: "LinkPagination", link_path: ["next"] }));
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("repeats an earlier page"),
    });
  });

  test("on another host get no credentials", async () => {
    const settings = {
      ...paginator({ type: "LinkPagination", link_path: ["next"] }),
      requester: { authenticator: { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" } },
    };
    const handle = ({ url }: SandboxRequest) =>
      json({ rows: rows(0, 1), ...(url.hostname === HOST && { next: "https://cdn.partner.example/more" }) });
    const given = { credentials: { apiToken: "t" }, hosts: [HOST, "cdn.partner.example"] };
    await expect(list(handle, settings, given)).rejects.toThrow(
      /next page is on cdn\.partner\.example.*requester\.allowed_hosts/,
    );
    const requester = { ...settings.requester, allowed_hosts: ["cdn.partner.example"] };
    const moved = ({ url }: SandboxRequest) =>
      json(
        url.hostname === HOST
          ? { rows: rows(0, 1), next: "https://cdn.partner.example/more" }
          : { rows: rows(1, 2) },
      );
    expect(ids(await list(moved, { ...settings, requester }, given))).toEqual([0, 1]);
  });

  test("stop at max_pages, and that is said", async () => {
    const endless = ({ url }: SandboxRequest) => {
      const page = Number(url.searchParams.get("page"));
      return json({ rows: rows(page * 10, page * 10 + 10) });
    };
    const settings = paginator(
      { type: "PageIncrement", page_size: 10 },
      { page_token_option: at("page"), max_pages: 3 },
    );
    expect((await list(endless, settings)).end).toEqual({
      coverage: "CAPPED",
      reason: "offers: stopped after 3 pages",
    });
  });

  test("are refused settings that do not say where the number goes, or where a total stands", () => {
    const problems = (settings: object) =>
      adapter.settingsSchema.safeParse({ url: URL_OF, map: MAP, ...settings }).error?.issues[0]?.message;
    expect(problems(paginator({ type: "PageIncrement" }))).toContain(
      "where the page's number, offset or token goes",
    );
    expect(problems(paginator({ type: "CursorPagination", cursor_value: "{{ record.id }}" }))).toContain(
      '"record" is not known here, only response',
    );
  });
});
