/** What the sandbox's account sees: advertisers, their links, their products. */
import { SHOPS, type Shop } from "../../../sandbox/shops.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import {
  type Listing,
  productsAt,
  programmesAt,
  promotionsAt,
  type SandboxProduct,
  type SandboxProgramme,
  type SandboxPromotion,
} from "../../../sandbox/items.ts";

const SEED = "cj";

/** The last shops have not taken the publisher on. */
const NOT_JOINED = 4;
export const JOINED: readonly Shop[] = SHOPS.slice(0, -NOT_JOINED);
export const OTHERS: readonly Shop[] = SHOPS.slice(-NOT_JOINED);

/** How many links of each type of promotion there are at scale 1. */
const LINKS: Readonly<Record<string, number>> = {
  coupon: 190,
  "sale/discount": 70,
  "free shipping": 45,
  "seasonal link": 30,
  sweepstakes: 15,
  product: 20,
  "site to store": 10,
};
const PRODUCTS = 260;
export const PROMOTION_TYPES = Object.keys(LINKS);

export const advertisersAt = (context: SandboxContext, shops: readonly Shop[]): Listing<SandboxProgramme> =>
  programmesAt(SEED, context, shops);

/** Every advertiser's CID, whatever share of a listing is shown. */
export function advertiserIds(context: SandboxContext): ReadonlyMap<Shop, number> {
  const whole = { ...context, share: 1 };
  return new Map([
    ...advertisersAt(whole, JOINED).shown.map(({ shop, id }) => [shop, id] as const),
    ...advertisersAt(whole, OTHERS).shown.map(({ shop, id }) => [shop, id + 900_000_000] as const),
  ]);
}

/** A promotion with the type that it is listed under, and a link id that is unique over all types. */
export interface SandboxLink extends SandboxPromotion {
  readonly type: string;
  readonly linkId: number;
}

export function linksAt(type: string, context: SandboxContext): Listing<SandboxLink> {
  const place = PROMOTION_TYPES.indexOf(type);
  const { shown, total } = promotionsAt(`${SEED} ${type}`, LINKS[type] ?? 0, context, JOINED);
  return {
    shown: shown.map((promotion) => ({
      ...promotion,
      type,
      linkId: 1_000_000_000 * (place + 1) + promotion.id,
      // Codes are for coupons; one in twelve of those has lost its own.
      code:
        type === "coupon" && promotion.bits % 12 !== 0 ? (promotion.code ?? `CJ${promotion.percent}`) : null,
    })),
    total,
  };
}

export const productListing = (context: SandboxContext): Listing<SandboxProduct> =>
  productsAt(`${SEED} product`, PRODUCTS, context, JOINED);
