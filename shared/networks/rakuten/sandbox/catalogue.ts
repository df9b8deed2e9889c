/** Whom the sandbox's account works with, and what they offer. */
import {
  type Listing,
  productsAt,
  programmesAt,
  promotionsAt,
  type SandboxProduct,
  type SandboxProgramme,
  type SandboxPromotion,
} from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { SHOPS, type Shop } from "../../../sandbox/shops.ts";

const SEED = "rakuten";
const COUPONS = 390;
const PRODUCTS = 250;

/** The last shops are on the network, and have not taken the publisher on. */
const PARTNERS: readonly Shop[] = SHOPS.slice(0, -4);
/** Whose goods are in the product search. */
const IN_SEARCH: readonly Shop[] = PARTNERS.filter((_, place) => place % 5 === 0);

/** The advertiser's number (MID). Advertisers keep theirs when ids of links migrate. */
export const midOf = (shop: Shop): number => 48_001 + SHOPS.indexOf(shop) * 3;
export const shopOf = (mid: number): Shop | undefined => SHOPS.find((shop) => midOf(shop) === mid);

/** One in six allows no deep links. */
export const allowsDeepLinks = (shop: Shop): boolean => SHOPS.indexOf(shop) % 6 !== 4;

export const SEARCHED_MIDS: readonly number[] = IN_SEARCH.map(midOf);

export const partnersAt = (context: SandboxContext): Listing<SandboxProgramme> =>
  programmesAt(SEED, context, PARTNERS);

/** The whole network: its list knows one partner less, as partnerships of closed test programmes have been met. */
export const advertisersAt = (context: SandboxContext): Listing<SandboxProgramme> =>
  programmesAt(
    SEED,
    context,
    SHOPS.filter((_, place) => place !== 7),
  );

export const couponsAt = (context: SandboxContext): Listing<SandboxPromotion> => {
  const { shown, total } = promotionsAt(`${SEED} coupon`, COUPONS, context, PARTNERS);
  // Only what runs now is in the feed.
  const running = shown.filter(({ startsAt }) => startsAt <= context.now);
  return { shown: running, total: total - (shown.length - running.length) };
};

export const goodsAt = (context: SandboxContext): Listing<SandboxProduct> =>
  productsAt(`${SEED} product`, PRODUCTS, context, IN_SEARCH);
