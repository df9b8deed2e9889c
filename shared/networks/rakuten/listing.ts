/** A listing of Rakuten: the account first, then programmes, coupons, products. */
import type { ListingEnd, OfferPage } from "../adapter.ts";
import { type AnyPart, listParts } from "../kit/listing.ts";
import { type Account, accountOf } from "./account.ts";
import { RakutenApi, type RakutenContext } from "./api.ts";
import { couponsPart } from "./coupons.ts";
import { productsPart } from "./products.ts";
import { advertisersPart, unlistedPart } from "./programmes.ts";
import type { RakutenRecord } from "./records.ts";

export async function* listing(
  context: RakutenContext,
): AsyncGenerator<OfferPage<RakutenRecord>, ListingEnd, void> {
  const { pull, terms, advertiserDetails, productSearches } = context.settings;
  const wantsProgrammes = pull.includes("programmes");
  const wantsDetails = advertiserDetails && (wantsProgrammes || pull.includes("coupons"));
  const searchesPartners = pull.includes("products") && productSearches.length === 0;
  const api = new RakutenApi(context);
  const account = await accountOf(api, context, {
    partners: wantsProgrammes || wantsDetails || searchesPartners,
    terms,
  });
  const parts: AnyPart<RakutenRecord>[] = [];
  if (wantsDetails) parts.push(advertisersPart(api, context, account, wantsProgrammes));
  if (wantsProgrammes) parts.push(unlistedPart(api, context, account));
  if (pull.includes("coupons")) parts.push(couponsPart(api, context, account));
  if (pull.includes("products")) parts.push(productsPart(api, context, account));
  return withShortfalls(yield* listParts(parts, context), account);
}

/** What could not be learnt of the account could hide programmes. */
function withShortfalls(end: ListingEnd, { shortfalls }: Account): ListingEnd {
  if (shortfalls.length === 0) return end;
  return { coverage: "PARTIAL", reason: [...shortfalls, end.reason].filter(Boolean).join("; ") };
}
