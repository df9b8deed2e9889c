/** Finding out what a site runs on: each guess is asked about, and what came back is kept for people. */
import { HttpConnectionError } from "../../http/errors.ts";
import { FeedUnreadable } from "../../networks/adapter.ts";
import type { Robots } from "../jsonld/robots.ts";
import { isSameSite } from "../shop-address.ts";
import { jsonOf, type ShopClient, shown } from "../shop-client.ts";
import { PAGE_SIZE } from "../shopify/api.ts";
import { prettyRoot, siteAt, type WooSite } from "../woocommerce/site.ts";
import type { ProbedSettings } from "./settings.ts";
import { robotsOf, sitemapUrls } from "./sitemap.ts";

export type FoundSite =
  | { readonly platform: "woocommerce"; readonly base: string; readonly site: WooSite }
  | { readonly platform: "shopify"; readonly base: string }
  | {
      readonly platform: "jsonld";
      readonly base: string;
      readonly robots: Robots;
      /** Whether an address is one of an offer. */
      readonly isWanted: (url: string) => boolean;
      /** Whether robots.txt lets an address of the site be read. */
      readonly mayRead: (url: string) => boolean;
      /** Null: the site's listing pages are walked. */
      readonly urls: readonly string[] | null;
    };

/**
 * The first of the addresses that has a shop.
 * @throws FeedUnreadable when none has, or one leads to another site; it says what was asked and what came
 */
export async function findShop(
  client: ShopClient,
  bases: readonly string[],
  settings: ProbedSettings,
): Promise<FoundSite> {
  const evidence: string[] = [];
  for (const base of bases) {
    const found = await shopAt(client, base, settings, evidence);
    if (found !== null) return found;
  }
  throw new FeedUnreadable(
    `No shop was found (${evidence.join("; ")}). Look at the site, then set baseUrl, platform, startUrls or sitemapUrl; or ask the partner for a file and use the network generic-feed.`,
  );
}

async function shopAt(
  client: ShopClient,
  base: string,
  settings: ProbedSettings,
  evidence: string[],
): Promise<FoundSite | null> {
  try {
    const home = await client.get(`${base}/`, "html");
    if (!isSameSite(home.url, base)) {
      throw new FeedUnreadable(
        `${base} leads to another site, ${new URL(home.url).host}: nothing was read. If the shop has moved there, set baseUrl.`,
      );
    }
    return (await shopBySystem(client, base, settings, evidence)) ?? null;
  } catch (error) {
    if (!(error instanceof HttpConnectionError)) throw error;
    evidence.push(`${base}: no answer`);
    return null;
  }
}

async function shopBySystem(
  client: ShopClient,
  base: string,
  settings: ProbedSettings,
  evidence: string[],
): Promise<FoundSite | null> {
  const { platform } = settings;
  if (platform === "auto" || platform === "woocommerce") {
    const answer = await siteAt(client, prettyRoot(base));
    if (answer.site !== null) return { platform: "woocommerce", base, site: answer.site };
    evidence.push(`${prettyRoot(base)}: ${answer.why}`);
  }
  if (platform === "auto" || platform === "shopify") {
    // As the listing will ask: a shop that answers every question with its first answer is found out.
    const answer = await client.get(`${base}/products.json?limit=${PAGE_SIZE}&page=1`, "json");
    const { products } = { ...(jsonOf(answer) as { products?: unknown } | undefined) };
    if (answer.status === 200 && Array.isArray(products)) return { platform: "shopify", base };
    evidence.push(`${base}/products.json: ${shown(answer)}`);
  }
  return platform === "auto" || platform === "jsonld" ? pagesAt(client, base, settings, evidence) : null;
}

async function pagesAt(
  client: ShopClient,
  base: string,
  settings: ProbedSettings,
  evidence: string[],
): Promise<FoundSite | null> {
  const robots = await robotsOf(client, base);
  const mayRead = allowedBy(base, robots);
  const isWanted = wantedBy(base, mayRead, settings);
  const sitemap = await sitemapUrls(client, base, robots, settings.sitemapUrl, isWanted);
  const found = { platform: "jsonld", base, robots, isWanted, mayRead } as const;
  if (sitemap.urls !== null && sitemap.urls.length > 0) return { ...found, urls: sitemap.urls };
  evidence.push(`${sitemap.evidence}, with no address that matches include`);
  const start = base + (settings.startUrls[0] ?? "/");
  if (!mayRead(start)) {
    evidence.push(`${start}: robots.txt asks not to read it`);
    return null;
  }
  const listing = await client.get(start, "html");
  const isListing = listing.status === 200 && /application\/ld\+json/i.test(listing.text);
  if (isListing) return { ...found, urls: null };
  evidence.push(`${start}: ${shown(listing)}, without schema.org markup`);
  return null;
}

/** Of the site, and allowed by robots.txt. */
const allowedBy =
  (base: string, robots: Robots) =>
  (address: string): boolean => {
    const url = URL.parse(address, base);
    return url !== null && isSameSite(url.href, base) && robots.allows(url.pathname + url.search);
  };

/** Of the site, matching the settings' patterns, and allowed by robots.txt. */
function wantedBy(
  base: string,
  mayRead: (address: string) => boolean,
  { include, exclude }: ProbedSettings,
): (address: string) => boolean {
  const [wanted, unwanted] = [new RegExp(include), exclude === undefined ? null : new RegExp(exclude)];
  return (address) => {
    const path = URL.parse(address, base)?.pathname;
    return path !== undefined && wanted.test(path) && !unwanted?.test(path) && mayRead(address);
  };
}
