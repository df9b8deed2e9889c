/** A shop whose system is found out in each run: one listing, whatever it turns out to be. */
import type { FetchContext, ListingEnd, OfferPage } from "../../networks/adapter.ts";
import { type AnyPart, listParts } from "../../networks/kit/listing.ts";
import type { OfferDraft } from "../../offer/model.ts";
import type { LinkSettings } from "../affiliate.ts";
import { dealTerms } from "../deal-terms.ts";
import { type PageReading, pageOffer } from "../jsonld/map-page.ts";
import type { PageRecord } from "../jsonld/offer-node.ts";
import { shopBase } from "../shop-address.ts";
import { ShopClient } from "../shop-client.ts";
import { shopifyProducts, type ShopifyRecord } from "../shopify/listing.ts";
import { shopifyOffer } from "../shopify/map-product.ts";
import { wooProducts, type WooRecord } from "../woocommerce/listing.ts";
import { wooOffer } from "../woocommerce/offer.ts";
import { categoryNamed } from "../woocommerce/reading.ts";
import { knownPages, listingPages, namedPages } from "./pages.ts";
import type { ProbedSettings } from "./settings.ts";
import { findShop, type FoundSite } from "./site.ts";

export type ProbedRecord =
  | { readonly platform: "woocommerce"; readonly base: string; readonly record: WooRecord }
  | { readonly platform: "shopify"; readonly base: string; readonly record: ShopifyRecord }
  | { readonly platform: "jsonld"; readonly base: string; readonly record: PageRecord };

/** @param usual where the shop is, best first, unless the settings say it */
export async function* probedListing(
  context: FetchContext<unknown, ProbedSettings>,
  usual: readonly string[],
): AsyncGenerator<OfferPage<ProbedRecord>, ListingEnd, void> {
  const { settings } = context;
  const client = new ShopClient(context.http, { contact: settings.contact });
  const bases = settings.baseUrl === undefined ? usual : [shopBase(settings.baseUrl)];
  const site = await findShop(client, bases, settings);
  switch (site.platform) {
    case "woocommerce":
      return yield* tagged(context, site, [
        wooProducts({
          client,
          base: site.base,
          site: site.site,
          keys: null,
          categories: [],
          dates: true,
          since: null,
        }),
      ]);
    case "shopify":
      return yield* tagged(
        context,
        site,
        shopifyProducts({
          client,
          base: site.base,
          currency: settings.currency ?? null,
          collections: [],
          perVariant: false,
        }),
      );
    case "jsonld":
      return yield* tagged(context, site, pageParts(client, site, settings));
  }
}

function pageParts(
  client: ShopClient,
  { base, robots, isWanted, mayRead, urls }: Extract<FoundSite, { platform: "jsonld" }>,
  { maxPages, startUrls }: ProbedSettings,
): AnyPart<PageRecord>[] {
  const delay = robots.crawlDelay ?? 0;
  const slow =
    delay > 1
      ? client.at({ name: "crawl-delay", limits: [{ requests: 1, intervalMs: delay * 1000 }] })
      : client;
  const walk = { client: slow, base, isWanted, mayRead, maxPages };
  return urls === null ? [listingPages(walk, startUrls), namedPages(walk)] : [knownPages(walk, urls)];
}

async function* tagged<Item>(
  context: FetchContext<unknown, ProbedSettings>,
  { platform, base }: Pick<FoundSite, "platform" | "base">,
  parts: readonly AnyPart<Item>[],
): AsyncGenerator<OfferPage<ProbedRecord>, ListingEnd, void> {
  const pages = listParts(parts, context);
  let taken = 0;
  for (;;) {
    const step = await pages.next();
    if (step.done) return taken === 0 && context.cursor === null ? emptyEnd(context, step.value) : step.value;
    taken += step.value.records.length;
    const records = step.value.records.map(
      (record) => ({ platform, base, record }) as unknown as ProbedRecord,
    );
    yield { ...step.value, records };
  }
}

/** A shop that shows nothing all at once has a fault or a new owner: what is stored stays until a person has looked. */
async function emptyEnd(
  { known }: Pick<FetchContext<unknown, unknown>, "known">,
  end: ListingEnd,
): Promise<ListingEnd> {
  if (end.coverage !== "COMPLETE") return end;
  const stored = known()[Symbol.asyncIterator]();
  const { done } = await stored.next();
  await stored.return?.();
  if (done) return end;
  const reason = "the site shows no offer at all, while some are stored: look at it before they are removed";
  return { coverage: "PARTIAL", reason };
}

export interface ProbedReading {
  /** The marketplace's name: who sells, where no maker is named. */
  readonly name: string;
  readonly links: LinkSettings;
  readonly currency: string | null;
  readonly idsBy: PageReading["idsBy"];
}

/** Deals of makers that the marketplace sells. @throws RecordRejected */
export function probedOffer(
  { platform, base, record }: ProbedRecord,
  { name, links, currency, idsBy }: ProbedReading,
  now: Date,
): OfferDraft | null {
  const seller = { base, merchantName: name, marketplace: true, kind: "DEAL", links } as const;
  switch (platform) {
    case "woocommerce":
      return wooOffer(record, {
        ...seller,
        leavesOut: categoryNamed(["Expired Deals"]),
        leavesOutFree: true,
        isTechnical: () => false,
        tagsOf: (title, description) => dealTerms(`${title} ${description}`),
      });
    case "shopify":
      return shopifyOffer(record, {
        ...seller,
        publicBase: base,
        excludedTypes: new Set(["gift card", "gift cards"]),
      });
    case "jsonld":
      return pageOffer(record, { ...seller, currency, idsBy, tagsOf: dealTerms }, now);
  }
}
