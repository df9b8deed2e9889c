/** A whole WooCommerce shop as a listing: what networks that are one share. */
import {
  CredentialsRefused,
  type FetchContext,
  type ListingEnd,
  type OfferPage,
} from "../../networks/adapter.ts";
import { changesSince } from "../../networks/kit/incremental.ts";
import { listParts } from "../../networks/kit/listing.ts";
import { ShopClient } from "../shop-client.ts";
import type { WooKeys } from "./api.ts";
import { keysOf, type WooCredentials } from "./keys.ts";
import { wooCoupons, wooProducts, type WooRecord } from "./listing.ts";

/** What changed is looked for a day further back: a shop's clock and its caches lag behind. */
const LOOK_BACK_MS = 24 * 3_600_000;

export interface WooSourceSettings {
  readonly pull: readonly ("products" | "coupons")[];
  readonly categories?: readonly string[];
  readonly dates: boolean;
  readonly contact?: string | undefined;
}

/** @throws CredentialsRefused when coupons are wanted and there are no keys, before anything is asked */
export function fetchWooShop(
  context: FetchContext<WooCredentials, WooSourceSettings>,
  base: string,
): AsyncGenerator<OfferPage<WooRecord>, ListingEnd, void> {
  const { pull, categories = [], dates, contact } = context.settings;
  const keys = keysOf(context.credentials);
  const listing = {
    client: new ShopClient(context.http, { contact }),
    base,
    site: null,
    keys,
    categories,
    dates,
    since: changesSince(context, LOOK_BACK_MS),
  };
  const products = pull.includes("products") ? [wooProducts(listing)] : [];
  const coupons = pull.includes("coupons") ? [wooCoupons({ ...listing, keys: needed(keys) })] : [];
  return listParts([...products, ...coupons], context);
}

function needed(keys: WooKeys | null): WooKeys {
  if (keys !== null) return keys;
  throw new CredentialsRefused(
    "Coupons need consumerKey and consumerSecret, which the shop's owner makes at WooCommerce > Settings > Advanced > REST API. Without them leave “coupons” out of pull.",
  );
}
