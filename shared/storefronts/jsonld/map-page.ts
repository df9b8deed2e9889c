/** A page's offer node as an offer. */
import { RecordRejected } from "../../networks/adapter.ts";
import type { OfferDraft } from "../../offer/model.ts";
import { type LinkSettings, trackingLink } from "../affiliate.ts";
import { type SellerSettings, sellerOf } from "../merchant.ts";
import { nameOf, namesOf, textOf, things } from "./nodes.ts";
import type { PageRecord } from "./offer-node.ts";
import { absolute, type JsonLdNode } from "./page.ts";
import { bestQuote, type Quote } from "./quote.ts";

export interface PageReading extends SellerSettings {
  readonly kind: "PRODUCT" | "DEAL";
  readonly links: LinkSettings;
  /** Of prices that name none; null: such a price is left out. */
  readonly currency: string | null;
  /**
   * What an offer is known by: `markup`: its group, sku or product id, else its path; `path`; `slug`: the last segment of
   * its path, for a site that moves between hosts and folders.
   */
  readonly idsBy: "markup" | "path" | "slug";
  /** Further tags, out of the title. */
  tagsOf(title: string): readonly string[];
}

/** @throws RecordRejected */
export function pageOffer(
  { url, node, breadcrumb }: PageRecord,
  reading: PageReading,
  now: Date,
): OfferDraft {
  const title = textOf(node["name"]);
  if (title === null) throw new RecordRejected(`page "${url}": name: is missing`);
  const quote = bestQuote(offersOf(node));
  if (quote !== null && quote.unreadable !== null) {
    throw new RecordRejected(`page "${url}": price: “${quote.unreadable.slice(0, 40)}” cannot be read`);
  }
  const categories = namesOf(node["category"]);
  return {
    sourceOfferId: idOf(node, url, reading.idsBy),
    kind: reading.kind,
    title,
    description: textOf(node["description"]),
    merchant: sellerOf(reading, null, nameOf(node["brand"])),
    url,
    trackingUrl: trackingLink(url, reading.links),
    images: imagesOf(node["image"], url),
    ...pricesOf(quote, reading.currency),
    availability: quote?.availability ?? "UNKNOWN",
    categories: categories.length > 0 ? categories : breadcrumb,
    tags: reading.tagsOf(title),
    languages: namesOf(node["inLanguage"]),
    startsAt: isoDate(quote?.startsAt ?? null),
    endsAt: plausibleEnd(quote?.endsAt ?? null, now),
  };
}

/** Of a group the offers of its variants; a bare Offer is its own. */
function offersOf(node: JsonLdNode): unknown {
  const variants = things(node["hasVariant"]).flatMap((variant) => things(variant["offers"]));
  const own = things(node["offers"]);
  if (variants.length > 0 || own.length > 0) return [...variants, ...own];
  return node["price"] !== undefined || node["priceSpecification"] !== undefined ? node : [];
}

function pricesOf(quote: Quote | null, fallback: string | null): Pick<OfferDraft, "price" | "originalPrice"> {
  const currency = quote?.currency ?? fallback;
  if (quote === null || quote.price === null || currency === null)
    return { price: null, originalPrice: null };
  const { price, listPrice } = quote;
  return {
    price: { amount: price, currency },
    originalPrice: listPrice === null ? null : { amount: listPrice, currency },
  };
}

const imagesOf = (value: unknown, base: string): (string | null)[] =>
  [value].flat().map((image) => {
    const [thing] = things(image);
    const address = textOf(image) ?? textOf(thing?.["url"]) ?? textOf(thing?.["contentUrl"]);
    return address === null ? null : absolute(address, base);
  });

const ID_PROPERTIES = [
  ["productGroupID", "group"],
  ["sku", "sku"],
  ["productID", "id"],
] as const;

/** By path, not by host: a shop that moves to another one keeps its offers. */
function idOf(node: JsonLdNode, url: string, idsBy: PageReading["idsBy"]): string {
  const path = new URL(url).pathname.toLowerCase().replace(/\/+$/, "");
  if (idsBy === "slug") return `slug-${path.split("/").at(-1) ?? ""}`;
  for (const [property, prefix] of idsBy === "markup" ? ID_PROPERTIES : []) {
    const value = textOf(node[property]);
    if (value !== null) return `${prefix}-${value}`;
  }
  return `path-${path === "" ? "/" : path}`;
}

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?$/;
const isoDate = (value: string | null): string | null => (value !== null && ISO.test(value) ? value : null);

const DAY_MS = 86_400_000;
const FURTHEST_DAYS = 400;

/** Shop systems make up ends that roll on: the last day of next year, or some day far away. */
function plausibleEnd(value: string | null, now: Date): string | null {
  const date = isoDate(value);
  if (date === null) return null;
  const day = date.slice(0, 10);
  const isMadeUp = day === `${now.getUTCFullYear() + 1}-12-31`;
  return isMadeUp || Date.parse(day) > now.getTime() + FURTHEST_DAYS * DAY_MS ? null : date;
}
