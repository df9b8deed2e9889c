/** An item of the catalogue as an offer: a deal while it has a deal's details, else a product. */
import type { Availability, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import type { AmazonMapping } from "./map-offer.ts";
import { countryOf } from "./marketplaces.ts";
import { itemSchema, type Listing } from "./records.ts";

const AVAILABILITY: Readonly<Record<string, Availability>> = {
  IN_STOCK: "IN_STOCK",
  IN_STOCK_SCARCE: "IN_STOCK",
  OUT_OF_STOCK: "OUT_OF_STOCK",
  UNAVAILABLE: "OUT_OF_STOCK",
  PREORDER: "PREORDER",
  LEADTIME: "BACKORDER",
  AVAILABLE_DATE: "BACKORDER",
};

/** The tag is in the link already, and so is what Amazon credits the API with: nothing of it is touched. */
export function itemOffer(raw: unknown, { credentials, settings }: AmazonMapping): OfferDraft {
  const item = readRecord(itemSchema, raw, "item", ["asin"]);
  const { marketplace } = credentials;
  const info = item.itemInfo;
  const title = info?.title?.displayValue;
  if (!title) throw new RecordRejected(`item ${item.asin} has no title`);
  const listing = buyBox(item.offersV2?.listings ?? []);
  const deal = listing?.dealDetails ?? null;
  const price = listing?.price ?? null;
  const percentage = price?.savings?.percentage;
  return {
    sourceOfferId: `${marketplace}:${item.asin}`,
    kind: deal === null ? "PRODUCT" : "DEAL",
    title,
    description: info?.features?.displayValues?.join("\n"),
    merchant: { name: listing?.merchantInfo?.name || "Amazon", domain: marketplace },
    url: `https://${marketplace}/dp/${item.asin}`,
    trackingUrl: withParameter(item.detailPageURL, "ascsubtag", settings.ascsubtag),
    images: imagesOf(item.images),
    price: price === null ? null : price.money,
    originalPrice: price?.savingBasis?.money,
    discount:
      typeof percentage === "number" && percentage > 0 ? { type: "PERCENT", value: percentage } : null,
    restrictions: [deal?.accessType === "PRIME_EXCLUSIVE" ? "Prime members only" : null],
    availability: AVAILABILITY[listing?.availability?.type ?? ""] ?? "UNKNOWN",
    joinStatus: "JOINED",
    categories: categoriesOf(item.browseNodeInfo?.browseNodes ?? []),
    tags: [
      info?.byLineInfo?.brand?.displayValue,
      info?.classifications?.productGroup?.displayValue,
      listing?.type,
      // "Ends in " stands before a countdown, and says nothing by itself.
      /^ends in\s*$/i.test(deal?.badge ?? "") ? null : deal?.badge,
      deal?.accessType === "ALL" ? null : deal?.accessType,
    ],
    countries: [countryOf(marketplace)],
    languages: [info?.title?.locale?.replace("_", "-")],
    gtin: info?.externalIds?.eans?.displayValues?.[0],
    startsAt: deal?.startTime,
    endsAt: deal?.endTime,
  };
}

const buyBox = (listings: readonly Listing[]): Listing | null =>
  listings.find(({ isBuyBoxWinner }) => isBuyBoxWinner) ?? listings[0] ?? null;

type Images = NonNullable<ReturnType<typeof itemSchema.parse>["images"]>;

/** A picture that says "no image available" stands in for a missing one. */
const PLACEHOLDER = "01RmK+J4pJL";

function imagesOf(images: Images | null | undefined): (string | null | undefined)[] {
  return [images?.primary, ...(images?.variants ?? [])]
    .map((each) => each?.hiRes?.url ?? each?.large?.url ?? each?.medium?.url)
    .filter((url) => !url?.includes(PLACEHOLDER));
}

/** Names that are labels of Amazon's own: campaigns, tests, and identifiers. */
const JUNK = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-.*|.*\btest node\b.*|sponsored.*|special offers?.*)$/i;

const categoriesOf = (
  nodes: readonly {
    readonly contextFreeName?: string | null | undefined;
    readonly ancestor?: { readonly contextFreeName?: string | null | undefined } | null | undefined;
  }[],
): (string | null | undefined)[] =>
  nodes
    .flatMap(({ contextFreeName, ancestor }) => [ancestor?.contextFreeName, contextFreeName])
    .filter((name) => name && !JUNK.test(name));
