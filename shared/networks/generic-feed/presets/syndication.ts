/** RSS 2.0 and Atom 1.0: news of the newest, so that a record which is missing means nothing. */
import { piped } from "../map/piped.ts";
import type { Expression } from "../map/schema.ts";
import type { FeedSettings } from "../settings.ts";

const NAMESPACES = {
  content: "http://purl.org/rss/1.0/modules/content/",
  dc: "http://purl.org/dc/elements/1.1/",
  media: "http://search.yahoo.com/mrss/",
};

/** The first picture inside a text of HTML. */
const firstPicture = (path: string): Expression =>
  piped(path, { regex: { re: "<img\\b[^>]*?\\bsrc\\s*=\\s*[\"']([^\"']+)", group: 1 } }, "decode_entities");

const mediaPictures = piped(
  "media:content",
  { where: { "@medium": ["image", null], "@type": ["image/*", null] } },
  { get: "@url" },
);

/** The pictures a feed declares, else the first one inside its texts. */
const pictures = (enclosures: Expression, texts: readonly string[]): Expression => ({
  first_of: [
    piped(
      { concat: [mediaPictures, piped("media:thumbnail", { get: "@url" }), enclosures] },
      "compact",
      "unique",
    ),
    ...texts.map(firstPicture),
  ],
});

export const rss: FeedSettings = {
  kind: "DEAL",
  decoder: {
    type: "XmlDecoder",
    record_element: ["/rss/channel/item", "/RDF/item"],
    namespaces: NAMESPACES,
    lenient: true,
  },
  map: {
    sourceOfferId: { first_of: ["guid", "link"] },
    title: { first_of: ["title", "description"] },
    description: { first_of: ["content:encoded", "description"] },
    url: "link",
    trackingUrl: "link",
    images: pictures(piped("enclosure", { where: { "@type": "image/*" } }, { get: "@url" }), [
      "content:encoded",
      "description",
    ]),
    categories: piped("category", "unique"),
    startsAt: { first_of: ["pubDate", "dc:date"] },
  },
  snapshot: { mode: "delta" },
};

const linkWith = (...rel: (string | null)[]): Expression =>
  piped("link", { where: { "@rel": rel } }, { get: "@href" }, { at: 0 });

export const atom: FeedSettings = {
  kind: "DEAL",
  decoder: { type: "XmlDecoder", record_element: "/feed/entry", namespaces: NAMESPACES, lenient: true },
  map: {
    sourceOfferId: { first_of: ["id", linkWith("alternate", null)] },
    title: "title",
    description: { first_of: ["content", "summary"] },
    url: linkWith("alternate", null),
    trackingUrl: linkWith("alternate", null),
    images: pictures(
      piped("link", { where: { "@rel": "enclosure", "@type": "image/*" } }, { get: "@href" }),
      ["content", "summary"],
    ),
    categories: piped("category", { get: "@term" }, "unique"),
    startsAt: { first_of: ["published", "updated"] },
  },
  snapshot: { mode: "delta" },
};
