/** Sovrn Commerce: approved merchants as programmes; products and codes for what the settings ask about. */
import * as z from "zod";
import type { NetworkAdapter } from "../adapter.ts";
import { changesSince, onlyChanges } from "../kit/incremental.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { changedMerchantsPage, comparison, merchantsPage, promoCodes, type SovrnContext } from "./api.ts";
import { definition, type SovrnCredentials, type SovrnSettings } from "./definition.ts";
import { sovrnOffer } from "./map-offer.ts";
import { codesSchema, type SovrnRecord } from "./records.ts";

/** The delta's clock may lag behind. */
const SLACK_MS = 10 * 60_000;

export const adapter: NetworkAdapter<SovrnCredentials, SovrnSettings, SovrnRecord> = {
  ...definition,
  quotaKey: ({ secretKey }) => quotaKeyOf(secretKey),
  fetchOffers(context) {
    const { settings } = context;
    const parts: AnyPart<SovrnRecord>[] = [];
    if (settings.merchants) parts.push(merchants(context));
    if (settings.lookups.length > 0) parts.push(comparisons(context));
    if (settings.productUrls.length > 0) parts.push(codes(context));
    return listParts(parts, context);
  },
  toOffer: sovrnOffer,
};

const merchantPosition = z.object({ page: z.int(), taken: z.int() });

const merchants = (context: SovrnContext): AnyPart<SovrnRecord> => {
  const since = changesSince(context, SLACK_MS);
  return part<z.output<typeof merchantPosition>, SovrnRecord>({
    name: "merchants",
    position: merchantPosition,
    first: { page: 1, taken: 0 },
    async page({ page, taken }, notes) {
      if (since !== null) notes.fallShort(onlyChanges(since));
      const { items, total } =
        since === null
          ? await merchantsPage(context, page)
          : await changedMerchantsPage(context, since, page);
      const received = taken + items.length;
      return {
        records: items.map((merchant) => ({ surface: "merchant", merchant })),
        // By what came: the network may give smaller pages than it was asked for.
        next: items.length > 0 && received < (total ?? received) ? { page: page + 1, taken: received } : null,
        total: since === null ? total : null,
      };
    },
  });
};

const comparisons = (context: SovrnContext): AnyPart<SovrnRecord> =>
  part<number, SovrnRecord>({
    name: "price comparisons",
    position: z.int(),
    first: 0,
    async page(place) {
      const { lookups } = context.settings;
      const lookup = lookups[place];
      const rows = lookup ? await comparison(context, lookup) : [];
      return {
        records: rows.map((row) => ({ surface: "comparison", row, market: lookup?.market ?? "usd_en" })),
        next: place + 1 < lookups.length ? place + 1 : null,
        // Two lookups may rightly find the same.
        identity: null,
      };
    },
  });

const codes = (context: SovrnContext): AnyPart<SovrnRecord> =>
  part<number, SovrnRecord>({
    name: "promo codes",
    position: z.int(),
    first: 0,
    async page(place) {
      const { productUrls } = context.settings;
      const productUrl = productUrls[place] ?? "";
      const answer = await promoCodes(context, productUrl);
      const { merchant = null, coupons } = codesSchema.parse(answer ?? { coupons: [] });
      const of = {
        name: merchant?.group_name ?? null,
        domain: merchant?.domain ?? null,
        logo: merchant?.logo_url ?? null,
      };
      return {
        records: coupons.map((coupon) => ({ surface: "coupon", coupon, productUrl, merchant: of })),
        next: place + 1 < productUrls.length ? place + 1 : null,
        identity: null,
      };
    },
  });
