/** A WordPress site's REST root: where it is, and whether WooCommerce answers there. */
import * as z from "zod";
import { FeedUnreadable } from "../../networks/adapter.ts";
import { jsonOf, type ShopAnswer, type ShopClient, shown } from "../shop-client.ts";

export const siteSchema = z.object({
  /** Ends with a slash; with plain permalinks the route is a parameter ("https://shop.example/?rest_route=/"). */
  root: z.string(),
  /** What the shop calls itself. */
  name: z.string().nullable(),
});
export type WooSite = z.output<typeof siteSchema>;

/** Why there is no WooCommerce here, for people. */
export type SiteOrNot = { readonly site: WooSite } | { readonly site: null; readonly why: string };

const INDEX_FIELDS = "name,url,home,namespaces";
const STORE_API = /^wc\/store(?:\/v1)?$/;

const indexSchema = z.looseObject({ name: z.string().nullish(), namespaces: z.array(z.string()) });

export const prettyRoot = (base: string): string => `${base}/wp-json/`;

/** An address below a REST root. */
export function restAddress(root: string, path: string, query: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(query).toString();
  const address = root + path;
  return parameters === "" ? address : `${address}${root.includes("?") ? "&" : "?"}${parameters}`;
}

/** The root that a page of the site announces: `Link: <https://shop.example/wp-json/>; rel="https://api.w.org/"`. */
export function announcedRoot({ headers, url }: Pick<ShopAnswer, "headers" | "url">): string | null {
  const [, root] = /<([^>]+)>\s*;\s*rel="?https:\/\/api\.w\.org\/"?/.exec(headers.get("link") ?? "") ?? [];
  return root === undefined ? null : (URL.parse(root, url)?.href ?? null);
}

/** Asks at one root. */
export async function siteAt(client: ShopClient, root: string): Promise<SiteOrNot> {
  const answer = await client.get(restAddress(root, "", { _fields: INDEX_FIELDS }), "json");
  const { data } = indexSchema.safeParse(jsonOf(answer));
  if (answer.status !== 200 || data === undefined) return { site: null, why: shown(answer) };
  if (!data.namespaces.some((namespace) => STORE_API.test(namespace))) {
    return { site: null, why: "WordPress without WooCommerce's Store API" };
  }
  return { site: { root, name: data.name?.trim() || null } };
}

/**
 * The shop at `base`: at the usual place, else where its home page says, else where WordPress answers without pretty
 * addresses.
 * @throws FeedUnreadable when it is nowhere
 */
export async function findSite(client: ShopClient, base: string): Promise<WooSite> {
  const usual = await siteAt(client, prettyRoot(base));
  if (usual.site !== null) return usual.site;
  const root = announcedRoot(await client.get(`${base}/`, "html")) ?? `${base}/?rest_route=/`;
  const other = root === prettyRoot(base) ? usual : await siteAt(client, root);
  if (other.site !== null) return other.site;
  throw new FeedUnreadable(
    `${new URL(base).host} shows no WooCommerce Store API (${prettyRoot(base)}: ${usual.why}; ${root}: ${other.why}). Check baseUrl, and ask the shop whether its REST API is open to visitors.`,
  );
}
