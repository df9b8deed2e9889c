/** Addresses of offers out of a site's sitemaps. */
import { FeedUnreadable } from "../../networks/adapter.ts";
import { parseXml } from "../../networks/kit/xml.ts";
import { NO_ROBOTS, parseRobots, type Robots } from "../jsonld/robots.ts";
import { isSameSite } from "../shop-address.ts";
import type { ShopClient } from "../shop-client.ts";

const AGENT = "offerfeed";
const USUAL = ["/sitemap.xml", "/sitemap_index.xml"] as const;
const MOST_SITEMAPS = 200;

export async function robotsOf(client: ShopClient, base: string): Promise<Robots> {
  const { status, text } = await client.get(`${base}/robots.txt`, "text");
  return status === 200 && !/^\s*</.test(text) ? parseRobots(text, AGENT) : NO_ROBOTS;
}

export interface SitemapAnswer {
  /** Sorted, each once; null: there is no sitemap. */
  readonly urls: readonly string[] | null;
  /** What was asked and what came, for people. */
  readonly evidence: string;
}

/**
 * All children of a sitemap index, one level deep.
 * @param isWanted which addresses are offers
 * @throws FeedUnreadable when a child is missing: its offers would be taken for gone
 */
export async function sitemapUrls(
  client: ShopClient,
  base: string,
  { sitemaps }: Robots,
  given: string | undefined,
  isWanted: (url: string) => boolean,
): Promise<SitemapAnswer> {
  const named = given === undefined ? sitemaps : [given];
  const asked = named.length > 0 ? named : USUAL.map((path) => base + path);
  const found = new Set<string>();
  const evidence: string[] = [];
  let exists = false;
  for (const address of asked) {
    const lists = await read(client, address);
    evidence.push(`${address}: ${lists === null ? "none" : "a sitemap"}`);
    if (lists === null) continue;
    exists = true;
    for (const url of lists.pages) if (isWanted(url)) found.add(url);
    for (const child of lists.children.slice(0, MOST_SITEMAPS)) {
      const pages = await read(client, child);
      if (pages === null)
        throw new FeedUnreadable(`The sitemap ${child} cannot be read: the next run tries again.`);
      for (const url of pages.pages) if (isWanted(url)) found.add(url);
    }
    // The usual places are one sitemap's, and not two.
    if (named.length === 0) break;
  }
  return { urls: exists ? [...found].toSorted() : null, evidence: evidence.join("; ") };
}

interface Lists {
  readonly pages: readonly string[];
  readonly children: readonly string[];
}

/** Null: it is none. */
async function read(client: ShopClient, address: string): Promise<Lists | null> {
  const { status, text } = await client.get(address, "xml");
  if (status !== 200 || !/<(?:urlset|sitemapindex)\b/.test(text.slice(0, 2_000))) return null;
  const root = parseXml(text, `The sitemap ${address}`);
  const locations = (name: string): string[] => root.all(name).flatMap((entry) => entry.textOf("loc") ?? []);
  return {
    pages: locations("url"),
    children: locations("sitemap").filter((child) => isSameSite(child, address)),
  };
}
