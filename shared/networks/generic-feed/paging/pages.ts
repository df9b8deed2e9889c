/** Walking a partner's API by its settings: pages of each partition, with the listing's own guards around them. */
import * as z from "zod";
import type { HttpResponse } from "../../../http/client.ts";
import { HttpStatusError } from "../../../http/errors.ts";
import { decodeFeed, decodePlan } from "../../../decoders/choose.ts";
import type { FeedRecord, FeedValue } from "../../../decoders/decoder.ts";
import { FeedUnreadable, type ListingEnd, type OfferPage, type Rejection } from "../../adapter.ts";
import { changesSince, onlyChanges } from "../../kit/incremental.ts";
import { type AnyPart, type ListingNotes, listParts, part, type PartPage } from "../../kit/listing.ts";
import type { FeedContext } from "../listing.ts";
import { compilePath } from "../map/path.ts";
import { textOf } from "../map/value.ts";
import { refusedFeed } from "../refusal.ts";
import { compileCondition } from "../template/template.ts";
import { type Additions, DEFAULT_URL, feedRequest, type RequesterSettings } from "../requester.ts";
import type { FeedSettings, StreamSettings } from "../settings.ts";
import { additionsOf, allowedAddress } from "./additions.ts";
import { quotaOf } from "./api-budget.ts";
import { Authentication } from "./authenticator.ts";
import { type Config, filling, type Partition } from "./config.ts";
import { milliseconds } from "./durations.ts";
import { parsed, TokenRefused, verdictOf } from "./error-handler.ts";
import { DEFAULT_LOOKBACK, olderThan } from "./incremental.ts";
import { firstToken, nextPage, type PageToken } from "./paginator.ts";
import { listPartitions } from "./partitions.ts";
import { onceEach, type Walk } from "./walks.ts";
import { expandRecords } from "./record-expander.ts";

/** An API's page is read whole. */
const MOST_PAGE_BYTES = 64 * 1024 * 1024;
const MOST_PARTITIONS = 10_000;

/** Whether the settings describe an API that is walked, and not one file. */
export const isWalked = ({
  paginator,
  partition_router,
  incremental_sync,
  requester,
}: FeedSettings): boolean =>
  paginator?.type === "DefaultPaginator" ||
  partition_router !== undefined ||
  incremental_sync !== undefined ||
  requester?.error_handler !== undefined;

export async function* walkedListing(
  context: FeedContext,
  stream: StreamSettings,
  config: Config,
): AsyncGenerator<OfferPage<FeedRecord>, ListingEnd, void> {
  const walker = new Walker(context, config);
  const since = sinceOf(context, stream);
  const parts = (await walker.walks(stream)).map((walk) => walker.part(stream, walk, since));
  if (parts.length === 0) {
    return { coverage: "PARTIAL", reason: "the partition_router names nothing that could be asked for" };
  }
  const end = yield* listParts(parts, context);
  if (context.settings.snapshot?.mode !== "delta" || end.coverage !== "COMPLETE") return end;
  return {
    coverage: "PARTIAL",
    reason: "the feed lists only its newest records, so a record that is absent is not gone",
  };
}

function sinceOf(context: FeedContext, { incremental_sync: incremental }: StreamSettings): Date | null {
  if (incremental === undefined) return null;
  return changesSince(context, milliseconds(incremental.lookback_window ?? DEFAULT_LOOKBACK));
}

const positionSchema = z.object({
  token: z.union([z.string(), z.number()]).nullable(),
  page: z.int(),
  rows: z.int(),
});
type Position = z.output<typeof positionSchema>;

interface Arrived {
  readonly records: FeedRecord[];
  readonly rejected: Rejection[];
  readonly response: unknown;
  readonly headers: Headers;
  readonly url: string;
  readonly doubt: string | null;
}

class Walker {
  readonly #context: FeedContext;
  readonly #config: Config;
  /** Without the credentials: for what is kept, or shown to people. */
  readonly #plain: Config;
  readonly #authentications = new Map<RequesterSettings, Authentication>();

  constructor(context: FeedContext, config: Config) {
    this.#context = context;
    this.#config = config;
    this.#plain = context.settings.config ?? {};
  }

  /** @throws FeedUnreadable when a parent's listing does not come to its end: its children would be missing */
  async walks({ partition_router: router }: StreamSettings): Promise<Walk[]> {
    if (router === undefined) return [{ partition: {}, extra: {} }];
    if (router.type === "ListPartitionRouter") {
      const partitions = listPartitions(router, filling(this.#config, {}));
      return onceEach(partitions.map((partition) => ({ partition, extra: {} })));
    }
    const [parent] = router.parent_stream_configs;
    const stream = this.#context.settings.streams?.find(({ name }) => name === parent?.stream);
    if (parent === undefined || stream === undefined)
      throw new TypeError("the settings' schema names every stream");
    const key = compilePath(parent.parent_key);
    const walks: Walk[] = [];
    for (const record of await this.#all(stream)) {
      const value = textOf(key(record));
      if (value === null) continue;
      const extra = (parent.extra_fields ?? []).map((path): [string, FeedValue] => [
        path.at(-1) ?? "",
        (compilePath(path.join("."))(record) ?? null) as FeedValue,
      ]);
      walks.push({ partition: { [parent.partition_field]: value }, extra: Object.fromEntries(extra) });
      if (walks.length > MOST_PARTITIONS) {
        throw new FeedUnreadable(`the stream ${stream.name ?? ""} has more than ${MOST_PARTITIONS} records`);
      }
    }
    return onceEach(walks);
  }

  async #all(stream: StreamSettings): Promise<FeedRecord[]> {
    const parts = (await this.walks(stream)).map((walk) => this.part(stream, walk, null));
    const condition = stream.record_selector?.record_filter?.condition;
    const holds = condition === undefined ? null : compileCondition(condition, ["record", "config"]);
    const records: FeedRecord[] = [];
    const walk = listParts(parts, { cursor: null, signal: this.#context.signal });
    for (;;) {
      const step = await walk.next();
      if (!step.done) {
        records.push(
          ...step.value.records.filter((record) => holds?.({ record, config: this.#plain }) ?? true),
        );
        continue;
      }
      if (step.value.coverage === "COMPLETE") return records;
      throw new FeedUnreadable(
        `the stream ${stream.name ?? ""} did not come to its end: ${step.value.reason ?? ""}`,
      );
    }
  }

  part(stream: StreamSettings, { partition, extra }: Walk, since: Date | null): AnyPart<FeedRecord> {
    const { paginator, incremental_sync: incremental } = stream;
    const shown = Object.values(partition).join(" ");
    const isOld = incremental && since !== null ? olderThan(incremental, since) : null;
    return part<Position, FeedRecord>({
      name: [stream.name ?? "offers", shown].filter((each) => each !== "").join(" "),
      position: positionSchema,
      first: { token: firstToken(paginator), page: 0, rows: 0 },
      mostPages: (paginator?.type === "DefaultPaginator" ? paginator.max_pages : undefined) ?? 1_000,
      page: async ({ token, page, rows }, notes): Promise<PartPage<Position, FeedRecord>> => {
        const arrived = await this.#page(stream, partition, since, token, page, notes);
        const count = arrived.records.length + arrived.rejected.length;
        const { next, total } = nextPage(paginator, {
          token,
          page,
          count,
          rows: rows + count,
          url: arrived.url,
          response: arrived.response,
          headers: arrived.headers,
          lastRecord: arrived.records.at(-1) ?? null,
          config: this.#plain,
          partition,
        });
        if (next !== null && next === token) {
          notes.fallShort(`${stream.name ?? "offers"}: page ${page + 1} names itself as the next one`);
        }
        const done = isOld !== null && incremental?.is_data_feed === true && arrived.records.some(isOld);
        return {
          records: expandRecords(arrived.records, stream.record_selector).map((record) =>
            Object.keys(partition).length === 0
              ? record
              : { ...record, stream_partition: { ...extra, ...partition } },
          ),
          rejected: arrived.rejected,
          rows: count,
          total,
          next:
            next === null || next === token || done
              ? null
              : { token: next, page: page + 1, rows: rows + count },
          identity: count === 0 ? null : [shown, arrived.records],
        };
      },
    });
  }

  async #page(
    stream: StreamSettings,
    partition: Partition,
    since: Date | null,
    token: PageToken | null,
    page: number,
    notes: ListingNotes,
  ): Promise<Arrived> {
    if (since !== null) notes.fallShort(onlyChanges(since));
    const additions = additionsOf(stream, { partition, since, token, page });
    const { response, text, ignored } = await this.#answer(stream, partition, additions);
    const { headers, url } = response;
    if (ignored) return { records: [], rejected: [], response: null, headers, url, doubt: null };
    const plan = decodePlan(stream.decoder);
    const bytes = (async function* () {
      yield Buffer.from(text, "utf8");
    })();
    const { records: decoding } = await decodeFeed(
      bytes,
      { ...plan, encoding: "utf-8" },
      headers.get("content-type"),
      {
        fieldPath: stream.record_selector?.extractor?.field_path ?? [],
        wrapSingle: stream.record_selector?.wrap_single ?? null,
      },
    );
    const records: FeedRecord[] = [];
    const rejected: Rejection[] = [];
    for (;;) {
      const step = await decoding.next();
      if (step.done) {
        if (step.value.doubt !== null) notes.fallShort(step.value.doubt);
        return { records, rejected, response: parsed(text), headers, url, doubt: step.value.doubt };
      }
      records.push(...step.value.records);
      rejected.push(...step.value.rejected);
    }
  }

  /** Once more with a new token, where tokens are issued and this one is refused. */
  async #answer(stream: StreamSettings, partition: Partition, additions: Additions): Promise<Answered> {
    const requester = stream.requester ?? {};
    const authentication = this.#authenticationOf(requester, partition);
    try {
      return await this.#ask(requester, partition, additions, authentication);
    } catch (error) {
      const isRefused =
        error instanceof TokenRefused || (error instanceof HttpStatusError && error.status === 401);
      if (!isRefused || !authentication.renews) throw refusedFeed(error, requester);
      authentication.forget();
    }
    try {
      return await this.#ask(requester, partition, additions, authentication);
    } catch (error) {
      throw refusedFeed(error, requester);
    }
  }

  /** Tokens are the credentials', whatever the partition. */
  #authenticationOf(requester: RequesterSettings, partition: Partition): Authentication {
    const known = this.#authentications.get(requester);
    if (known !== undefined) return known;
    const made = new Authentication(
      requester.authenticator,
      filling(this.#config, partition),
      this.#context.http,
    );
    this.#authentications.set(requester, made);
    return made;
  }

  async #ask(
    requester: RequesterSettings,
    partition: Partition,
    additions: Additions,
    authentication: Authentication,
  ): Promise<Answered> {
    const { http, now, settings } = this.#context;
    const fill = filling(this.#config, partition);
    const own = fill(requester.url ?? DEFAULT_URL);
    const request = await feedRequest(requester, fill, authentication, now, {
      ...additions,
      url: additions.url === null ? null : allowedAddress(additions.url, own, requester),
    });
    const quota = quotaOf(settings.api_budget, request.url);
    let ignored = false;
    const response = await http.request({
      ...request,
      headers: { accept: "application/json, */*;q=0.5", ...request.headers },
      maxBytes: MOST_PAGE_BYTES,
      judge: (answer) => {
        const verdict = verdictOf(requester.error_handler, answer, this.#plain, Date.now());
        ({ ignored } = verdict);
        return verdict.judgement;
      },
      ...(quota && { quota }),
    });
    return { response, text: await response.text(), ignored };
  }
}

interface Answered {
  readonly response: HttpResponse;
  readonly text: string;
  readonly ignored: boolean;
}
