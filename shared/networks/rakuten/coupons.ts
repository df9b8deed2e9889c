/** The walk over the coupon feed: everything that runs now. What is still to come is not in it. */
import * as z from "zod";
import { FeedUnreadable } from "../adapter.ts";
import { type AnyPart, part } from "../kit/listing.ts";
import type { XmlElement } from "../kit/xml.ts";
import type { Account } from "./account.ts";
import type { Query, RakutenApi, RakutenContext } from "./api.ts";
import { sitesIn } from "./programmes.ts";
import type { RakutenRecord } from "./records.ts";

const PATH = "/coupon/1.0";
/** The most that the feed gives. */
const PAGE_SIZE = 500;

export const couponsPart = (
  api: RakutenApi,
  { settings }: RakutenContext,
  { terms }: Account,
): AnyPart<RakutenRecord> =>
  part({
    name: "coupons",
    position: z.int().positive(),
    first: 1,
    async page(page, notes) {
      const feed = await api.xml(PATH, "couponfeed", {
        resultsperpage: String(PAGE_SIZE),
        pagenumber: String(page),
        ...anyOf("network", settings.networks),
        ...anyOf("mid", settings.advertiserIds),
      });
      // A page may hold fewer links than were asked for: only the number of pages says where the feed ends.
      const pages = Number(feed.textOf("TotalPages") ?? Number.NaN);
      if (!Number.isInteger(pages))
        throw new FeedUnreadable("Rakuten's coupon feed does not say its TotalPages");
      const coupons = feed.all("link").map(couponOf);
      if (coupons.length === 0 && page < pages) {
        notes.fallShort(`coupons: page ${page} of ${pages} is empty`);
      }
      const sites = sitesIn(notes);
      return {
        records: coupons.map((coupon) => ({
          surface: "coupon" as const,
          coupon,
          site: sites[coupon.advertiserid ?? ""] ?? null,
          terms: terms.get(coupon.advertiserid ?? "") ?? [],
        })),
        identity: coupons.map(({ clickurl }) => clickurl ?? null),
        total: Number(feed.textOf("TotalMatches") ?? 0),
        next: page < pages ? page + 1 : null,
      };
    },
  });

/** Alternatives have a bar between them. */
const anyOf = (name: string, values: readonly number[]): Query =>
  values.length > 0 ? { [name]: values.join("|") } : {};

interface Coupon {
  readonly advertiserid?: string;
  readonly clickurl?: string;
  readonly categories: readonly string[];
  readonly promotionTypes: readonly string[];
  readonly networkId: string | null;
}

function couponOf(link: XmlElement): Coupon {
  const textsOf = (list: string, each: string): string[] =>
    (link.first(list)?.all(each) ?? []).map(({ text }) => text.trim());
  return {
    ...link.flat(),
    categories: textsOf("categories", "category"),
    promotionTypes: textsOf("promotiontypes", "promotiontype"),
    networkId: link.first("network")?.attributes["id"] ?? null,
  };
}
