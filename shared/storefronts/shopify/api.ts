/** Calls to a Shopify shop's public JSON. Nothing of it is promised, so every answer is looked at. */
import * as z from "zod";
import { FeedUnreadable } from "../../networks/adapter.ts";
import { jsonOf, type ShopAnswer, type ShopClient, shown } from "../shop-client.ts";

/** The most that Shopify gives; left out, it would be 30. */
export const PAGE_SIZE = 250;
/** `page * limit` may not exceed it. */
export const CEILING = 25_000;

export type ProductsPage =
  | { readonly kind: "PRODUCTS"; readonly products: readonly unknown[] }
  /** Shopify shows no more of this list. */
  | { readonly kind: "CEILING" };

const pageSchema = z.looseObject({ products: z.array(z.unknown()) });
const errorsSchema = z.looseObject({ errors: z.unknown() });

/**
 * One page of products.
 *
 * @param collection a handle; null: all that the shop sells
 * @throws FeedUnreadable when this is no Shopify shop, or a closed one
 */
export async function productsPage(
  client: ShopClient,
  base: string,
  collection: string | null,
  page: number,
  limit = PAGE_SIZE,
): Promise<ProductsPage> {
  const path = collection === null ? "" : `/collections/${encodeURIComponent(collection)}`;
  const answer = await client.get(`${base}${path}/products.json?limit=${limit}&page=${page}`, "json");
  const body = jsonOf(answer);
  const { data } = pageSchema.safeParse(body);
  if (answer.status === 200 && data !== undefined) return { kind: "PRODUCTS", products: data.products };
  if (answer.status === 400 && /exceeds the \d+ limit/i.test(errorsOf(body))) return { kind: "CEILING" };
  throw new FeedUnreadable(`${new URL(base).host} ${troubleOf(answer, body, collection)}`);
}

const errorsOf = (body: unknown): string => JSON.stringify(errorsSchema.safeParse(body).data?.errors ?? "");

function troubleOf(answer: ShopAnswer, body: unknown, collection: string | null): string {
  const { status, url } = answer;
  if (new URL(url).pathname.replace(/\/$/, "").endsWith("/password")) {
    return "is closed by a password: the shop is not open yet, or not any more.";
  }
  if (status === 402) return "is frozen by Shopify (HTTP 402): its owner has to settle that.";
  if (status === 423) return "is locked by Shopify (HTTP 423): its owner has to settle that.";
  if (status === 401 || status === 403) {
    return `keeps its product list closed (HTTP ${status}). Ask the shop for its consent, or try its address that ends in .myshopify.com.`;
  }
  if (status === 404 && collection !== null) {
    return `has no collection “${collection}” (HTTP 404). Check collections: a collection's handle stands in its address.`;
  }
  if (body !== undefined && status === 200) {
    return "answers /products.json with JSON that holds no list “products”: it is no Shopify shop.";
  }
  return `answers no /products.json (${shown(answer)}): it is no Shopify shop, or one whose pages are made elsewhere. Try its address that ends in .myshopify.com, and set publicUrl.`;
}

const currencySchema = z.looseObject({ currency: z.string().regex(/^[A-Z]{3}$/) });
const nameSchema = z.looseObject({ name: z.string().nullish() });

/** What the shop says of itself; both null where it says nothing. */
export interface ShopFacts {
  readonly name: string | null;
  /** Products name no currency. */
  readonly currency: string | null;
}

/** `/meta.json`, and for the currency `/cart.js` where the former is not served. */
export async function shopFacts(client: ShopClient, base: string): Promise<ShopFacts> {
  const meta = jsonOf(await client.get(`${base}/meta.json`, "json"));
  const name = nameSchema.safeParse(meta).data?.name ?? null;
  const currency = currencyOf(meta);
  if (currency !== null) return { name, currency };
  return { name, currency: currencyOf(jsonOf(await client.get(`${base}/cart.js`, "json"))) };
}

const currencyOf = (body: unknown): string | null => currencySchema.safeParse(body).data?.currency ?? null;
