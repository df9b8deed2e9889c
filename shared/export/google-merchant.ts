/**
 * Products for Google Merchant Center: RSS 2.0 with the elements of Google's product data specification
 * (support.google.com/merchants/answer/7052112). What the specification cannot take is left out, and counted.
 */
import { escapeUTF8 } from "entities";
import { hash } from "node:crypto";
import { compareDecimals } from "../offer/money.ts";
import type { Availability, Money } from "../offer/model.ts";
import type { ExportedOffer, ExportFormat } from "./format.ts";

/** The specification's limits, in characters or values. */
const MAX_ID = 50;
const MAX_TITLE = 150;
const MAX_DESCRIPTION = 5_000;
const MAX_PRODUCT_TYPE = 750;
const MAX_PRODUCT_TYPES = 5;
const MAX_MORE_IMAGES = 10;

/** An availability that nobody stated is that of a product which its source lists for sale. */
const AVAILABILITIES: Readonly<Record<Availability, string | null>> = {
  IN_STOCK: "in_stock",
  UNKNOWN: "in_stock",
  OUT_OF_STOCK: "out_of_stock",
  // Both need the day on which it will be there, which networks don't say.
  PREORDER: null,
  BACKORDER: null,
};

export const googleMerchant: ExportFormat = {
  contentType: "application/rss+xml; charset=utf-8",
  extension: "xml",
  head: (address) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel>
<title>Offerfeed</title>
${element("link", address)}
<description>Products of affiliate networks</description>
`,
  part: (offers) => {
    const left = new Map<string, number>();
    const items = offers.map((offer) => {
      const reason = unfit(offer);
      if (reason === null) return item(offer);
      left.set(reason, (left.get(reason) ?? 0) + 1);
      return "";
    });
    return items.join("") + leftOut(left);
  },
  foot: "</channel>\n</rss>\n",
};

/** Why the specification cannot take an offer; null: it can. */
function unfit({ kind, price, images, availability }: ExportedOffer): string | null {
  if (kind !== "PRODUCT") return "not a product";
  if (price === null) return "without a price";
  if (images.length === 0) return "without an image";
  if (AVAILABILITIES[availability] === null) return "not there yet, on a day that is not known";
  return null;
}

const leftOut = (counts: ReadonlyMap<string, number>): string =>
  counts.size === 0
    ? ""
    : `<!-- left out: ${[...counts].map(([reason, count]) => `${count} ${reason}`).join(", ")} -->\n`;

function item(offer: ExportedOffer): string {
  const { images, availability, gtin, categories } = offer;
  const elements: readonly (readonly [string, string | null])[] = [
    ["guid", offer.id],
    ["g:id", googleId(offer.id)],
    ["g:title", cut(offer.title, MAX_TITLE)],
    ["g:description", cut(offer.description ?? offer.title, MAX_DESCRIPTION)],
    ["g:link", offer.trackingUrl],
    ["g:image_link", images[0] ?? null],
    ...images.slice(1, MAX_MORE_IMAGES + 1).map((image) => ["g:additional_image_link", image] as const),
    ["g:availability", AVAILABILITIES[availability]],
    ...prices(offer),
    ...categories
      .slice(0, MAX_PRODUCT_TYPES)
      .map((category) => ["g:product_type", cut(category, MAX_PRODUCT_TYPE)] as const),
    gtin === null ? ["g:identifier_exists", "no"] : ["g:gtin", gtin],
    ["g:custom_label_0", offer.sandbox ? "sandbox" : null],
  ];
  const inner = elements.flatMap(([name, value]) => (value === null ? [] : [element(name, value)])).join("");
  return `<item>${inner}</item>\n`;
}

/** A reduced price is the sale price beside the original one. */
function prices({ price, originalPrice }: ExportedOffer): (readonly [string, string | null])[] {
  if (price === null) return [];
  const reduced =
    originalPrice !== null &&
    originalPrice.currency === price.currency &&
    compareDecimals(originalPrice.amount, price.amount) > 0;
  return reduced
    ? [
        ["g:price", amount(originalPrice)],
        ["g:sale_price", amount(price)],
      ]
    : [["g:price", amount(price)]];
}

const amount = ({ amount: value, currency }: Money): string => `${value} ${currency}`;

/** The offer's own id where Google takes it, else a hash of it, which is as stable. */
const googleId = (id: string): string => (id.length <= MAX_ID ? id : hash("sha256", id, "base64url"));

const cut = (text: string, most: number): string => {
  const points = [...text];
  return points.length <= most ? text : points.slice(0, most).join("");
};

/** Characters that no XML document may hold, not even escaped. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const element = (name: string, value: string): string => {
  const attributes = name === "guid" ? ' isPermaLink="false"' : "";
  const text = escapeUTF8(value.replaceAll(NOT_XML, "")).replaceAll(/[\r\n]+/g, " ");
  return `<${name}${attributes}>${text}</${name}>`;
};
