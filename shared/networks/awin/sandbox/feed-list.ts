/** The feed list: CSV in a column order of its own, with thousands separators, naive times and feeds that are not joined. */
import { csvLine } from "../../../sandbox/csv.ts";
import { type Answer, type SandboxContext, text } from "../../../sandbox/sandbox.ts";
import { awinSandboxCredentials } from "./credentials.ts";
import { FEEDS, importedAt, productCount, type SandboxFeed } from "./feeds.ts";

const HEADER = [
  "Feed ID",
  "Advertiser Name",
  "Advertiser ID",
  "Membership Status",
  "Primary Region",
  "Feed Name",
  "Vertical",
  "Language",
  "No of products",
  "Last Checked",
  "Last Imported",
  "Datafeed Format",
  "URL",
];

export function feedList(context: SandboxContext): Answer {
  const rows = FEEDS.map((feed) => csvLine(rowOf(feed, context)));
  return text(csvLine(HEADER) + rows.join(""), 200, "text/csv; charset=utf-8");
}

function rowOf(feed: SandboxFeed, context: SandboxContext): string[] {
  const { shop, id } = feed.advertiser;
  return [
    String(feed.id),
    shop.name,
    String(id),
    feed.membership,
    feed.format === "google-jsonl" ? shop.country : shop.countryName,
    "Default",
    "",
    feed.language,
    productCount(feed, context).toLocaleString("en-US"),
    stamp(context.now),
    stamp(importedAt(feed, context.now)),
    feed.format === "classic" ? "Awin" : "Google",
    addressOf(feed),
  ];
}

const stamp = (time: Date): string => time.toISOString().slice(0, 19).replace("T", " ");

const COLUMNS =
  "aw_deep_link,product_name,aw_product_id,merchant_product_id,merchant_image_url,description,merchant_category,search_price,merchant_name,merchant_id,category_name,aw_image_url,currency,delivery_cost,merchant_deep_link,language,last_updated,data_feed_id,brand_name,keywords,commission_group,merchant_product_category_path,rrp_price,savings_percent,in_stock,stock_quantity,valid_from,valid_to,is_for_sale,large_image,ean,custom_1,Fashion%3Acolour";

/** The enhanced JSON Lines feed has no link in the list. */
function addressOf(feed: SandboxFeed): string {
  const { dataFeedApiKey, publisherId } = awinSandboxCredentials;
  if (feed.format === "google-jsonl") return "";
  if (feed.format === "google-csv") {
    return `https://ui.awin.com/productdata-darwin-download/publisher/${publisherId}/${dataFeedApiKey}/1/feed/F${String(feed.id)}.csv`;
  }
  return `https://productdata.awin.com/datafeed/download/apikey/${dataFeedApiKey}/language/any/fid/${String(feed.id)}/rid/0/hasEnhancedFeeds/0/columns/${COLUMNS}/format/csv/delimiter/%2C/compression/gzip/adultcontent/1/`;
}
