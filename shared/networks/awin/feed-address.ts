/** Where a product feed is fetched, and with which credential. */
import { FeedUnreadable } from "../adapter.ts";
import { type AwinContext, bearer } from "./api.ts";
import { requiredFeedKey } from "./credentials.ts";
import type { ProductFeed } from "./feed-list.ts";

export interface FeedAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The credential that a 401 is about. */
  readonly credential: "accessToken" | "dataFeedApiKey";
}

const HOSTS = /(^|\.)(awin\.com|productserve\.com)$/;

const COLUMNS = [
  "aw_deep_link,product_name,aw_product_id,merchant_product_id,merchant_image_url,description,merchant_category",
  "search_price,merchant_name,merchant_id,category_name,aw_image_url,currency,merchant_deep_link,language",
  "last_updated,brand_name,product_short_description,keywords,commission_group,merchant_product_category_path",
  "rrp_price,savings_percent,product_price_old,in_stock,stock_status,valid_from,valid_to,is_for_sale,pre_order",
  "large_image,alternate_image,alternate_image_two,alternate_image_three,alternate_image_four,ean,isbn,upc,product_GTIN",
].join(",");

/** @throws FeedUnreadable when the list points somewhere that is not Awin's */
export function feedAddress(context: AwinContext, feed: ProductFeed): FeedAddress {
  if (feed.url !== "") return listedAddress(context, feed);
  return feed.google ? enhancedAddress(context, feed) : classicAddress(context, feed);
}

/** The list's link asks for adult content and sometimes for XML: the same feed, as the settings want it. */
function listedAddress(context: AwinContext, feed: ProductFeed): FeedAddress {
  const url = URL.canParse(feed.url) ? new URL(feed.url) : null;
  if (url?.protocol !== "https:" || !HOSTS.test(url.hostname)) {
    throw new FeedUnreadable(`the feed list gives no https address of Awin's for it`);
  }
  url.pathname = url.pathname
    .replace(/\/adultcontent\/[01](?=\/|$)/, `/adultcontent/${adult(context)}`)
    .replace(/\/format\/xml(?:-tree)?(?=\/|$)/, "/format/csv");
  const isApi = url.hostname === "api.awin.com";
  return {
    url: url.href,
    headers: isApi ? bearer(context.credentials) : {},
    credential: isApi ? "accessToken" : "dataFeedApiKey",
  };
}

function classicAddress(context: AwinContext, feed: ProductFeed): FeedAddress {
  const key = requiredFeedKey(context.credentials);
  const language = feed.origin.language ?? "any";
  return {
    url: `https://productdata.awin.com/datafeed/download/apikey/${key}/language/${language}/fid/${feed.id}/rid/0/hasEnhancedFeeds/0/columns/${COLUMNS}/format/csv/delimiter/%2C/compression/gzip/adultcontent/${adult(context)}/`,
    headers: {},
    credential: "dataFeedApiKey",
  };
}

function enhancedAddress({ credentials }: AwinContext, { origin }: ProductFeed): FeedAddress {
  if (origin.language === null || origin.country === null) {
    throw new FeedUnreadable("the feed list gives neither an address nor a locale for it");
  }
  const file = `${origin.advertiserId}-retail-${origin.language}_${origin.country}.jsonl`;
  return {
    url: `https://api.awin.com/publishers/${credentials.publisherId}/awinfeeds/download/${file}`,
    headers: { ...bearer(credentials), accept: "*/*" },
    credential: "accessToken",
  };
}

const adult = ({ settings }: AwinContext): number => (settings.adultContent ? 1 : 0);
