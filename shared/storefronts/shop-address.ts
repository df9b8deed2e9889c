/** Where a shop is: an address that a user writes into the settings. */
import { getDomain } from "tldts";
import * as z from "zod";

/** "https://shop.example", "https://shop.example/en/": http(s), without a query, a fragment or a login. */
export const shopAddress = z
  .string()
  .trim()
  .max(500)
  .refine(
    isShopAddress,
    "must be a whole address such as https://shop.example: http or https, no query, no login",
  );

function isShopAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.search === "" && url.hash === "" && url.username === "" && url.password === "";
}

/** The address without a slash at its end, so that a path can be put behind it. */
export const shopBase = (address: string): string => new URL(address).href.replace(/\/+$/, "");

/** Shops of one registrable domain are one: `www.`, `deals.` and the bare name. */
export function isSameSite(one: string, other: string): boolean {
  const [first, second] = [one, other].map(siteOf);
  return first !== null && first === second;
}

function siteOf(address: string): string | null {
  const host = URL.parse(address)?.hostname ?? null;
  return host === null ? null : (getDomain(host, { allowPrivateDomains: true }) ?? host);
}
