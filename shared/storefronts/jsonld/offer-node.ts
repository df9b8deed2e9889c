/** Which node of a page is its offer. */
import { textOf, things } from "./nodes.ts";
import { absolute, isOfType, type JsonLdNode, type ShopPage } from "./page.ts";

/** One page's offer, or one full item of a listing page. */
export interface PageRecord {
  /** The page's canonical address. */
  readonly url: string;
  readonly node: JsonLdNode;
  /** The page's breadcrumb without its first and last step. */
  readonly breadcrumb: readonly string[];
}

const PRODUCTS = new Set(["Product", "ProductGroup", "SoftwareApplication", "WebApplication", "Course"]);
const OFFERS = new Set(["Offer"]);
const BREADCRUMBS = new Set(["BreadcrumbList"]);

/** Null: the page has no usable markup. */
export function pageRecord(page: ShopPage, url: string): PageRecord | null {
  const products = page.nodes.filter((node) => isOfType(node, PRODUCTS));
  const candidates = products.length > 0 ? products : page.nodes.filter((node) => isOfType(node, OFFERS));
  // Related products are marked up as well: the page's own names its address, or comes first.
  const addresses = new Set([page.canonical, url].map(bare));
  const own = candidates.find((node) => addressesOf(node, url).some((address) => addresses.has(address)));
  const node = own ?? candidates[0];
  return node === undefined ? null : { url: page.canonical, node, breadcrumb: breadcrumbOf(page.nodes) };
}

function addressesOf(node: JsonLdNode, base: string): string[] {
  const written = [node["@id"], node["url"], ...things(node["offers"]).map((offer) => offer["url"])];
  return written.flatMap((value) => {
    const address = absolute(textOf(value) ?? "", base);
    return textOf(value) === null || address === null ? [] : [bare(address)];
  });
}

/** Two spellings of one page: without query, fragment and last slash. */
const bare = (address: string): string => address.replace(/[?#].*$/s, "").replace(/\/+$/, "");

function breadcrumbOf(nodes: readonly JsonLdNode[]): string[] {
  const list = nodes.find((node) => isOfType(node, BREADCRUMBS));
  const steps = things(list?.["itemListElement"]).toSorted(
    (one, other) => Number(one["position"] ?? 0) - Number(other["position"] ?? 0),
  );
  const names = steps.map((step) => textOf(step["name"]) ?? textOf(things(step["item"])[0]?.["name"]) ?? "");
  return names.slice(1, -1).filter((name) => name !== "");
}
