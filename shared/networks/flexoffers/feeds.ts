/** Products out of the CSV files of the product feeds that the publisher has subscribed to. */
import * as z from "zod";
import { decodeFeed, decodePlan } from "../../decoders/choose.ts";
import { MAX_BYTES } from "../../decoders/decoder.ts";
import { unpacked } from "../../http/decompress.ts";
import { FeedUnreadable } from "../adapter.ts";
import type { AnyPart } from "../kit/listing.ts";
import type { ApprovedAdvertisers } from "./advertisers.ts";
import { call, type FlexoffersContext, listPage } from "./api.ts";
import type { FlexoffersRecord } from "./records.ts";
import { spelt } from "./spelling.ts";

const FEEDS = "/products/productfeeds";

const whole = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);
const feedSchema = z.looseObject({
  programid: whole,
  catId: whole,
  downloadLink: z.url({ protocol: /^https?$/ }),
});

interface ProductFeed {
  /** The advertiser's number, which the file's rows do not repeat. */
  readonly programId: string;
  readonly catId: string;
  readonly link: string;
}

/** A part for each feed, so that a listing is taken up again at the feed that it was in. */
export async function feedParts(
  context: FlexoffersContext,
  advertisers: ApprovedAdvertisers,
): Promise<AnyPart<FlexoffersRecord>[]> {
  const feeds = await subscribedFeeds(context);
  return feeds.map((feed) => ({
    name: `product feed ${feed.programId}/${feed.catId}`,
    async *stream(notes) {
      const advertiser = (await advertisers.all()).get(feed.programId) ?? null;
      try {
        for await (const { records, rejected, doubt } of feedPages(context, feed)) {
          if (doubt !== null) notes.fallShort(`product feed ${feed.programId}/${feed.catId}: ${doubt}`);
          yield {
            records: records.map((product) => ({ surface: "product", product, advertiser, currency: null })),
            rejected,
          };
        }
      } catch (error) {
        context.signal.throwIfAborted();
        // One feed that fails costs the listing its completeness, not the other feeds.
        const says = error instanceof Error ? error.message : String(error);
        notes.fallShort(`product feed ${feed.programId}/${feed.catId}: ${says.slice(0, 300)}`);
      }
    },
  }));
}

async function subscribedFeeds(context: FlexoffersContext): Promise<ProductFeed[]> {
  const { catalogIds } = context.settings;
  const { rows } = listPage(await call(context, FEEDS, { filetype: "CSV" }), FEEDS);
  const known = new Map<string, ProductFeed>();
  for (const row of rows) {
    const read = feedSchema.safeParse(spelt(row, Object.keys(feedSchema.shape)));
    if (!read.success) {
      throw new FeedUnreadable(`A row of FlexOffers' ${FEEDS} lacks its programid, catId or downloadLink`);
    }
    const { programid, catId, downloadLink } = read.data;
    known.set(`${programid}/${catId}`, { programId: programid, catId, link: downloadLink });
  }
  return [...known.entries()]
    .filter(([, { catId }]) => catalogIds.length === 0 || catalogIds.includes(catId))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, feed]) => feed);
}

interface FeedPage {
  readonly records: readonly unknown[];
  readonly rejected: readonly { readonly record: string; readonly reason: string }[];
  /** Why the file may not be whole; on the last page only. */
  readonly doubt: string | null;
}

async function* feedPages(
  { http }: FlexoffersContext,
  { programId, catId, link }: ProductFeed,
): AsyncGenerator<FeedPage, void, void> {
  // The link is whole: the key is not for whatever host it leads to.
  const { body, headers } = await http.request({ url: link, metered: false });
  const { records } = await decodeFeed(
    unpacked(body, { maxBytes: MAX_BYTES }),
    decodePlan({ type: "CsvDecoder" }),
    headers.get("content-type"),
    { fieldPath: [], wrapSingle: null },
  );
  for (;;) {
    const step = await records.next();
    if (step.done) {
      if (step.value.doubt !== null) yield { records: [], rejected: [], doubt: step.value.doubt };
      return;
    }
    const rejected = step.value.rejected.map(({ record, reason }) => ({
      record: `feed ${programId}/${catId}, ${record}`,
      reason,
    }));
    yield { records: step.value.records, rejected, doubt: null };
  }
}
