/** The parts of a FlexOffers listing: programmes, promotions, products. */
import * as z from "zod";
import type { ListingEnd, OfferPage } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { ADVERTISERS, ADVERTISERS_PAGE, ApprovedAdvertisers, programmesQuery } from "./advertisers.ts";
import { type FlexoffersContext, pageAt, type PagePosition } from "./api.ts";
import { feedParts } from "./feeds.ts";
import { catalogues } from "./catalogues.ts";
import { advertiserIdOf, type FlexoffersRecord, type JoinedAdvertiser } from "./records.ts";

type Part = AnyPart<FlexoffersRecord>;
type Advertisers = ReadonlyMap<string, JoinedAdvertiser>;

export async function* listing(
  context: FlexoffersContext,
): AsyncGenerator<OfferPage<FlexoffersRecord>, ListingEnd, void> {
  const { pull } = context.settings;
  const advertisers = new ApprovedAdvertisers(context);
  const parts: Part[] = [];
  if (pull.includes("programmes")) parts.push(...programmes(context));
  if (pull.includes("promotions")) parts.push(...(await promotions(context, advertisers)));
  if (pull.includes("products")) parts.push(...(await products(context, advertisers)));
  return yield* listParts(parts, context);
}

const programmes = (context: FlexoffersContext): Part[] =>
  context.settings.applicationStatuses.map((status) =>
    paged({
      name: `programmes (${status})`,
      size: ADVERTISERS_PAGE,
      ask: (at) => pageAt(context, ADVERTISERS, programmesQuery(status), at, "Page"),
      record: (programme) => Promise.resolve({ surface: "programme", programme }),
    }),
  );

/** All in one list without a filter, which is refused on some accounts; or advertiser by advertiser. */
async function promotions(context: FlexoffersContext, advertisers: ApprovedAdvertisers): Promise<Part[]> {
  const { pageSize, promotionsByAdvertiser } = context.settings;
  const list = (name: string, query: Record<string, string>): Part =>
    paged({
      name,
      size: pageSize,
      ask: (at) => pageAt(context, "/promotions", query, at),
      async record(link) {
        return { surface: "promotion", link, advertiser: whoseOf(link, await advertisers.all()) };
      },
    });
  if (!promotionsByAdvertiser) return [list("promotions", {})];
  const ids = [...(await advertisers.all()).keys()];
  return ids.map((id) => list(`promotions of ${id}`, { advertiserIds: id }));
}

async function products(context: FlexoffersContext, advertisers: ApprovedAdvertisers): Promise<Part[]> {
  if (context.settings.productsFrom === "feeds") return feedParts(context, advertisers);
  return (await catalogues(context)).map(({ cid, currency }) =>
    paged({
      name: `products of catalogue ${cid}`,
      size: context.settings.pageSize,
      ask: (at) => pageAt(context, "/products/full", { cid }, at),
      async record(product) {
        const advertiser = whoseOf(product, await advertisers.all());
        return { surface: "product", product, advertiser, currency };
      },
    }),
  );
}

function whoseOf(raw: unknown, advertisers: Advertisers): JoinedAdvertiser | null {
  const id = advertiserIdOf(raw);
  return id === null ? null : (advertisers.get(id) ?? null);
}

interface PagedList {
  readonly name: string;
  readonly size: number;
  ask(at: PagePosition): ReturnType<typeof pageAt>;
  record(row: unknown): Promise<FlexoffersRecord>;
}

const positionSchema = z.strictObject({ page: z.int().positive(), size: z.int().positive() });

const paged = ({ name, size, ask, record }: PagedList): Part =>
  part<PagePosition, FlexoffersRecord>({
    name,
    position: positionSchema,
    first: { page: 1, size },
    async page(at) {
      const { rows, total, next } = await ask(at);
      return { records: await Promise.all(rows.map(record)), total, next, identity: rows };
    },
  });
