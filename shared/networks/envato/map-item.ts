/** A match of Envato's search as an offer. */
import * as z from "zod";
import type { OfferDraft } from "../../offer/model.ts";
import type { MappingContext } from "../adapter.ts";
import { readRecord } from "../kit/reading.ts";
import type { EnvatoCredentials, EnvatoSettings } from "./definition.ts";

const text = z.string().nullish();

const discountSchema = z.looseObject({
  original_price_cents: z.int(),
  sale_price_cents: z.int(),
  discount_percent_rounded: z.number().nullish(),
  sale_starts_at: text,
  sale_ends_at: text,
});
type Discount = z.output<typeof discountSchema>;

const itemSchema = z.looseObject({
  id: z.int({ error: "is missing" }).transform(String),
  name: z.string(),
  description: text,
  site: z.string(),
  classification: text,
  price_cents: z.int({ error: "is no whole number of cents" }).nonnegative(),
  author_username: text,
  url: z.string(),
  summary: text,
  tags: z.array(z.string()).nullish(),
  // The same attribute is a text, a list or null.
  attributes: z
    .array(z.looseObject({ name: z.string(), value: z.union([z.string(), z.array(z.string())]).nullish() }))
    .nullish(),
  previews: z.record(z.string(), z.unknown()).nullish(),
  discounts: z.array(discountSchema).nullish(),
});

const BRANDS: Readonly<Record<string, string>> = {
  "themeforest.net": "ThemeForest",
  "codecanyon.net": "CodeCanyon",
  "videohive.net": "VideoHive",
  "audiojungle.net": "AudioJungle",
  "graphicriver.net": "GraphicRiver",
  "photodune.net": "PhotoDune",
  "3docean.net": "3DOcean",
};

/** Prices are cents of US dollars. */
const dollars = (cents: number) => ({ amount: cents, currency: "USD", unit: "MINOR" }) as const;

/**
 * An item is a product. A discount sets its price while it runs and ends with it; the product goes on. Where the account
 * may promote discounts, a reduced item is a deal with the discount's dates.
 */
export function itemOffer(
  raw: unknown,
  { credentials, settings, now }: MappingContext<EnvatoCredentials, EnvatoSettings>,
): OfferDraft {
  const item = readRecord(itemSchema, raw, "item");
  const discount = item.discounts?.find((each) => runsAt(each, now)) ?? null;
  const deal = discount !== null && settings.discountsAsDeals;
  const url = item.url.replace(/^http:/, "https:");
  const { commissionPercent } = settings;
  return {
    sourceOfferId: item.id,
    kind: deal ? "DEAL" : "PRODUCT",
    title: item.name,
    description: item.summary || item.description,
    merchant: { name: BRANDS[item.site] ?? item.site, domain: item.site },
    url,
    trackingUrl: trackingLink(url, credentials, settings),
    images: [previewOf(item.previews ?? {})],
    price: dollars(discount?.sale_price_cents ?? item.price_cents),
    originalPrice: discount === null ? null : dollars(discount.original_price_cents),
    discount:
      typeof discount?.discount_percent_rounded === "number"
        ? { type: "PERCENT", value: discount.discount_percent_rounded }
        : null,
    joinStatus: "JOINED",
    commission:
      commissionPercent > 0
        ? { type: "PERCENT", min: commissionPercent, max: commissionPercent, basis: "SALE" }
        : null,
    categories: (item.classification ?? "").split("/"),
    tags: [...(item.tags ?? []), item.author_username, ...attributesOf(item.attributes ?? [])],
    startsAt: deal ? discount.sale_starts_at : null,
    endsAt: deal ? discount.sale_ends_at : null,
  };
}

function runsAt({ sale_starts_at: start, sale_ends_at: end }: Discount, now: Date): boolean {
  const at = now.getTime();
  return (!start || Date.parse(start) <= at) && (!end || Date.parse(end) > at);
}

/** Envato Market's links are impact.com's; the landing page stands last. */
export function trackingLink(
  url: string,
  { impactPartnerId, impactAdId, impactCampaignId }: EnvatoCredentials,
  { subId }: Pick<EnvatoSettings, "subId">,
): string {
  const [plain = url] = url.split("?");
  const sub = subId === undefined ? "" : `subId1=${encodeURIComponent(subId)}&`;
  return `https://1.envato.market/c/${impactPartnerId}/${impactAdId}/${impactCampaignId}?${sub}u=${encodeURIComponent(plain)}`;
}

/** Which previews there are depends on the site; the best first. */
const PREVIEWS: readonly (readonly [preview: string, field: string])[] = [
  ["icon_with_landscape_preview", "landscape_url"],
  ["landscape_preview", "landscape_url"],
  ["icon_with_square_preview", "square_url"],
  ["icon_with_video_preview", "landscape_url"],
  ["icon_with_thumbnail_preview", "thumbnail_url"],
  ["thumbnail_preview", "large_url"],
];

function previewOf(previews: Readonly<Record<string, unknown>>): string | null {
  const field = (preview: unknown, name: string): string | null => {
    const value = (preview as Record<string, unknown> | null | undefined)?.[name];
    return typeof value === "string" && value !== "" ? value : null;
  };
  const best = PREVIEWS.map(([preview, name]) => field(previews[preview], name)).find(
    (each) => each !== null,
  );
  return (
    best ??
    Object.values(previews)
      .map((each) => field(each, "icon_url"))
      .find((each) => each !== null) ??
    null
  );
}

/** What an item works with. */
const TOLD = new Set(["compatible-with", "compatible-software", "software-version", "framework"]);

const attributesOf = (
  attributes: readonly { readonly name: string; readonly value?: string | string[] | null | undefined }[],
): string[] => attributes.filter(({ name }) => TOLD.has(name)).flatMap(({ value }) => value ?? []);
