/** Google Merchant's product data, whose names Meta and most shop plugins share. */
import type { OfferMap } from "../map/fields.ts";
import { piped } from "../map/piped.ts";
import type { Expression } from "../map/schema.ts";
import type { FeedSettings } from "../settings.ts";

const LABELS = [0, 1, 2, 3, 4].map((number) => `custom_label_${number}`);

/**
 * @param key how the records call an attribute: `g:price` in XML, `price` in a table
 * @param moreImages the attribute that may hold several addresses
 */
function googleMap(key: (attribute: string) => string, moreImages: Expression): OfferMap {
  return {
    sourceOfferId: key("id"),
    title: key("title"),
    description: key("description"),
    url: key("link"),
    trackingUrl: { first_of: [key("ads_redirect"), key("link")] },
    images: piped({ concat: [key("image_link"), moreImages] }, "compact", "unique"),
    // A sale price counts only within its window; outside, the list price is what is to pay.
    price: {
      first_of: [piped(key("sale_price"), { during: key("sale_price_effective_date") }), key("price")],
    },
    originalPrice: piped(key("price"), "money", { greater_than: "price" }),
    availability: key("availability"),
    categories: piped(
      {
        first_of: [
          piped(key("product_type"), { list: ">" }),
          // The taxonomy's bare number says nothing to a reader.
          piped(key("google_product_category"), { regex: "^(?!\\s*\\d+\\s*$)[^]+" }, { list: ">" }),
        ],
      },
      "unique",
    ),
    tags: piped({ concat: LABELS.map(key) }, "compact", "unique"),
    gtin: key("gtin"),
    // The sale's window is no end of the offer: it goes on at the list price.
    endsAt: key("expiration_date"),
  };
}

/** The landing page of an Atom entry, whose address is an attribute. */
const atomLink = piped("link", { where: { "@rel": ["alternate", null] } }, { get: "@href" }, { at: 0 });

/** `title`, `link` and `description` are RSS's and Atom's own elements too, and mean the same. */
export const googleMerchantXml: FeedSettings = {
  kind: "PRODUCT",
  decoder: {
    type: "XmlDecoder",
    record_element: ["/rss/channel/item", "/feed/entry", "/RDF/item"],
    namespaces: { g: "http://base.google.com/ns/1.0" },
    lenient: true,
  },
  map: {
    ...googleMap((attribute) => `g:${attribute}`, "g:additional_image_link"),
    sourceOfferId: { first_of: ["g:id", "id"] },
    title: { first_of: ["g:title", "title"] },
    description: { first_of: ["g:description", "description", "content", "summary"] },
    url: { first_of: ["g:link", atomLink, "link"] },
    trackingUrl: { first_of: ["g:ads_redirect", "g:link", atomLink, "link"] },
  },
  snapshot: { mode: "full" },
};

/** Addresses in one cell, comma-separated; a comma inside an address is not followed by a new one. */
const addressesIn = (column: string): Expression =>
  piped(column, { split: { re: "\\s*,\\s*(?=https?://)" } });

export const googleTsv: FeedSettings = {
  kind: "PRODUCT",
  decoder: { type: "CsvDecoder", relax_quotes: true, duplicate_columns: "group", trim: true },
  transformations: [{ type: "KeysToSnakeCase" }],
  map: googleMap((attribute) => attribute, addressesIn("additional_image_link")),
  snapshot: { mode: "full" },
};

export const metaCsv: FeedSettings = {
  kind: "PRODUCT",
  decoder: { type: "CsvDecoder", comment: "#", relax_quotes: true, duplicate_columns: "group" },
  transformations: [{ type: "KeysToSnakeCase" }],
  record_selector: { record_filter: { condition: "{{ record.status | lower != 'archived' }}" } },
  map: {
    ...googleMap((attribute) => attribute, addressesIn("additional_image_link")),
    description: { first_of: ["description", "rich_text_description"] },
    images: piped(
      {
        concat: [
          "image_link",
          "image[0].url",
          addressesIn("additional_image_link"),
          "image[1].url",
          "image[2].url",
        ],
      },
      "compact",
      "unique",
    ),
    tags: piped({ concat: ["product_tags[0]", "product_tags[1]", ...LABELS] }, "compact", "unique"),
  },
  snapshot: { mode: "full" },
};
