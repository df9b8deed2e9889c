/** What eBay shows: listings of sellers, its own deals and events. */
import { hash } from "../../../sandbox/catalogue.ts";
import { productsAt, promotionsAt, type SandboxProduct } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";

const LISTINGS = 320;
const DEALS = 130;
const EVENTS = 40;
const DAY_MS = 86_400_000;

/** What makes a link pay; null: there are no such links. */
export type Ending = string | null;

interface List {
  readonly shown: readonly object[];
  readonly total: number;
}

const time = (at: Date, { naiveDates }: SandboxContext): string =>
  naiveDates ? at.toISOString().slice(0, 23) : at.toISOString();
const paying = (url: string, ending: Ending): string =>
  `${url}${url.includes("?") ? "&" : "?"}${ending ?? ""}`;
const money = (value: number) => ({ value: value.toFixed(2), currency: "EUR" });
const image = (bits: number, size: number) => ({
  imageUrl: `https://i.ebayimg.com/images/g/${bits % 100_000}/s-l${size}.jpg`,
});
/** Two searches find other listings. */
const numberOf = ({ id }: SandboxProduct, query: string): string =>
  String(405_000_000_000 + (hash(query, 0, 0) % 400) * 1_000_000_000 + id);

const priced = ({ goods }: SandboxProduct): object => {
  const [now, before] = [Number(goods.price), goods.listPrice === null ? null : Number(goods.listPrice)];
  return {
    price: money(now),
    ...(before !== null && {
      marketingPrice: {
        originalPrice: money(before),
        discountPercentage: String(Math.round((1 - now / before) * 100)),
        discountAmount: money(before - now),
        priceTreatment: "STRIKE_THROUGH",
      },
    }),
  };
};

/** One listing in a hundred has no title, some are auctions, and one in forty has coupons. */
export function summaries(query: string, context: SandboxContext, ending: Ending): List {
  const { shown, total } = productsAt(`ebay-${query}`, LISTINGS, context);
  return {
    total,
    shown: shown.map((each) => {
      const { goods, bits, broken, shop, bornAt } = each;
      const number = numberOf(each, query);
      const url = `https://www.ebay.de/itm/${number}?hash=item5e:g:${bits % 1_000}`;
      const auction = bits % 23 === 0;
      return {
        itemId: `v1|${number}|0`,
        legacyItemId: number,
        ...(!broken && { title: goods.title.slice(0, 80) }),
        shortDescription: goods.description,
        categories: [
          { categoryId: "184655", categoryName: goods.category },
          { categoryId: "3244", categoryName: "Werkzeuge" },
        ],
        image: image(bits, 225),
        thumbnailImages: [image(bits, 640)],
        additionalImages: [image(bits + 1, 225)],
        ...(auction ? { currentBidPrice: money(Number(goods.price)), bidCount: 2 } : priced(each)),
        seller: { username: shop.name.toLowerCase(), feedbackPercentage: "99.4", feedbackScore: 20_481 },
        condition: "Neu",
        conditionId: "1000",
        buyingOptions: [auction ? "AUCTION" : "FIXED_PRICE"],
        itemWebUrl: url,
        ...(ending !== null && {
          itemAffiliateWebUrl: paying(url.replaceAll(":", "%3A").replace("%3A", ":"), ending),
        }),
        availableCoupons: bits % 40 === 0,
        priorityListing: bits % 9 === 0,
        listingMarketplaceId: "EBAY_DE",
        itemCreationDate: time(bornAt, context),
        ...(bits % 4 === 0 && { itemEndDate: time(new Date(bornAt.getTime() + 40 * DAY_MS), context) }),
      };
    }),
  };
}

/** In an item the same name is a list. */
export function item(itemId: string): object | null {
  const number = /^v1\|(\d+)\|0$/.exec(itemId)?.[1];
  if (number === undefined) return null;
  return {
    itemId,
    availableCoupons: [
      {
        redemptionCode: `HERBST${number.slice(-3)}`,
        discountAmount: { value: "10.00", currency: "EUR" },
        discountType: "ITEM_PRICE",
        message: "10 € Rabatt ab 50 € Einkaufswert",
        termsWebUrl: "https://www.ebay.de/coupons/terms",
        constraint: { expirationDate: "2026-12-24T07:59:59.000Z" },
      },
    ],
  };
}

/** Deals of several variants have no id of an item. */
export function deals(context: SandboxContext, ending: Ending): List {
  const { shown, total } = productsAt("ebay-deals", DEALS, context);
  return {
    total,
    shown: shown.map((each) => {
      const { goods, bits, broken, bornAt } = each;
      const number = numberOf(each, "deals");
      const url = `https://www.ebay.de/itm/${number}`;
      return {
        ...(broken
          ? {}
          : bits % 6 === 0
            ? { itemGroupId: number, itemGroupType: "SELLER_DEFINED_VARIATIONS" }
            : { itemId: `v1|${number}|0`, legacyItemId: number }),
        title: goods.title,
        commissionable: bits % 11 !== 0,
        dealStartDate: time(bornAt, context),
        dealEndDate: time(new Date(bornAt.getTime() + 30 * DAY_MS), context),
        itemWebUrl: url,
        ...(ending !== null && { itemAffiliateWebUrl: paying(url, ending) }),
        image: { ...image(bits, 500), height: "500", width: "500" },
        ...priced(each),
      };
    }),
  };
}

export function events(context: SandboxContext, ending: Ending): List {
  const { shown, total } = promotionsAt("ebay-events", EVENTS, context);
  return {
    total,
    shown: shown.map(({ id, text, code, bits, startsAt, endsAt }) => {
      const url = `https://www.ebay.de/e/_events/${id}`;
      return {
        eventId: `5f${id}`,
        title: text.title,
        description: text.description,
        startDate: time(startsAt, context),
        ...(endsAt && { endDate: time(endsAt, context) }),
        eventWebUrl: url,
        ...(ending !== null && { eventAffiliateWebUrl: paying(url, ending) }),
        images: [{ ...image(bits, 500), text: "Banner" }],
        ...(code !== null && {
          applicableCoupons: [
            { redemptionCode: code, terms: { summary: "Ab 50 €", fullText: "Gültig ab 50 € Einkaufswert." } },
          ],
        }),
      };
    }),
  };
}
