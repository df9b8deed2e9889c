/** AvantLink's api.php: modules, tables with underscored labels, and 200 for every failure. */
import { hash } from "../../../sandbox/catalogue.ts";
import {
  productsAt,
  type SandboxProduct,
  type SandboxPromotion,
  promotionsAt,
  programmesAt,
  wallClock,
} from "../../../sandbox/items.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  text,
} from "../../../sandbox/sandbox.ts";
import { SHOPS } from "../../../sandbox/shops.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { element } from "../../../sandbox/xml.ts";

const credentials = { affiliateId: "77012", websiteId: "44021", authKey: "sandbox0avantlink0key0123456789a" };
const ZONE = "America/Denver";
const FIRST_MERCHANT = 19_001;
/** The rest of the shops run programmes that were never joined, are pending or were denied. */
const ACTIVE = 30;

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-avantlink",
      networkId: "avantlink",
      name: "AvantLink (sandbox)",
      settings: {
        pull: ["programmes", "coupons", "dealOfTheDay", "products"],
        customTrackingCode: "offerfeed-demo",
        onSaleOnly: false,
      },
      credentials,
    },
  ],
};

function create(): Sandbox {
  const throttle = new Throttle({ perMinute: 480, burst: 240 });
  return {
    hosts: ["classic.avantlink.com"],
    handle({ url }, context) {
      const query = url.searchParams;
      if (url.pathname !== "/api.php") return text("Not found", 404);
      if (!throttle.admits(query.get("affiliate_id") ?? "")) {
        return text("Request frequency limit exceeded for this module.");
      }
      return moduleAnswer(query, context);
    },
  };
}

/** Whoever is not known gets a plain sentence, with status 200. */
const refused = (): Answer => text("Invalid authentication parameters.", 200, "text/html");

function moduleAnswer(query: URLSearchParams, context: SandboxContext): Answer {
  const isKnown = query.get("affiliate_id") === credentials.affiliateId;
  const isKeyed = isKnown && query.get("auth_key") === credentials.authKey;
  switch (query.get("module")) {
    case "WebsiteFeed":
      return isKeyed
        ? table([{ "Website Id": credentials.websiteId, "Website Name": "Sandbox Deals" }])
        : refused();
    case "AssociationFeed":
      return isKeyed ? table(associations(query.get("association_status"), context)) : refused();
    case "AdSearch":
      return isKnown ? table(ads(query, context)) : refused();
    case "DotdFeed":
      return isKnown ? table(dealsOfTheDay(query, context)) : refused();
    case "ProductSearch":
      return isKnown ? json(productRows(query, context)) : refused();
    default:
      return text("Unknown module.");
  }
}

type Cells = Readonly<Record<string, string>>;

const table = (rows: readonly Cells[]): Answer =>
  text(
    `<?xml version="1.0" encoding="utf-8"?>\n<NewDataSet>\n${rows.map(tableRow).join("")}</NewDataSet>`,
    200,
    "text/xml; charset=utf-8",
  );

const tableRow = (cells: Cells): string =>
  `<Table1>${Object.entries(cells)
    .map(([label, value]) => {
      const name = label.replaceAll(" ", "_");
      return value === "" ? `<${name}/>` : element(name, value);
    })
    .join("")}</Table1>\n`;

const merchantId = (place: number): string => String(FIRST_MERCHANT + place);
const merchantOf = ({ shop }: { readonly shop: (typeof SHOPS)[number] }): string =>
  merchantId(SHOPS.indexOf(shop));

const associationOf = (place: number): string =>
  place < ACTIVE ? "active" : (["pending", "denied"][place % 4] ?? "none");

function associations(status: string | null, context: SandboxContext): Cells[] {
  return programmesAt("avantlink-programme", context)
    .shown.filter(({ index }) => status === null || associationOf(index) === status)
    .map(({ index, shop, rate, bits }) => {
      const joined = associationOf(index) === "active";
      return {
        "Merchant Id": merchantId(index),
        "Merchant Name": shop.name,
        "Merchant Category Id": "11",
        "Merchant Category Name": "Outdoor/Recreation",
        "Association Status": associationOf(index),
        "Commission Action": bits % 7 === 0 ? "lead" : "sale",
        "Commission Type": bits % 7 === 0 ? "flat" : "percent",
        // A leading blank, and nothing at all where the merchant is not joined.
        "Commission Rate": joined ? (bits % 7 === 0 ? " $5.00" : ` ${rate}.00%`) : "",
        "Referral Days": "30",
        "Date Joined": "2024-03-11",
        "Merchant Logo": `https://static.${shop.domain}/logo.gif`,
        "Merchant URL": `https://www.${shop.domain}`,
        "Default Tracking URL": joined
          ? `https://www.avantlink.com/click.php?tt=cl&mi=${merchantId(index)}&pw=${credentials.websiteId}`
          : "",
        "AvantLink Exclusive": bits % 5 === 0 ? "Yes" : "No",
        "Default Program Commission Rate": `${rate}.00%`,
      };
    });
}

const ctc = (query: URLSearchParams): string => {
  const code = query.get("custom_tracking_code");
  return code === null ? "" : `&ctc=${encodeURIComponent(code)}`;
};

function ads(query: URLSearchParams, context: SandboxContext): Cells[] {
  return promotionsAt("avantlink-ad", 320, context).shown.map((promotion) => adRow(promotion, query));
}

/** One in a hundred has lost its Ad Url. */
function adRow(promotion: SandboxPromotion, query: URLSearchParams): Cells {
  const { id, shop, code, text: words, startsAt, endsAt, bits, broken, changedAt } = promotion;
  const type = bits % 23 === 0 ? "video" : bits % 9 === 0 ? "image" : "text";
  const website = query.get("website_id") ?? "";
  const day = bits % 11 === 0 ? "MM/dd/yyyy" : "yyyy-MM-dd";
  return {
    "Merchant Name": shop.name,
    "Merchant Id": merchantOf(promotion),
    "Ad Title": words.title,
    "Ad Type": type,
    "Ad Content":
      type === "image" ? `https://static.${shop.domain}/banner-${bits % 1000}.gif` : words.description,
    "Ad Url": broken
      ? ""
      : `https://www.avantlink.com/click.php?tt=ml&ti=${id}&pw=${website}&mi=${merchantOf(promotion)}${ctc(query)}`,
    Coupon: code === null ? "No" : "Yes",
    "Coupon Code": code ?? "",
    "Ad Start Date": wallClock(startsAt, ZONE, day),
    "Ad Expiration Date": endsAt === null ? (bits % 2 === 0 ? "ongoing" : "") : wallClock(endsAt, ZONE, day),
    "Ad Last Modified Date": wallClock(changedAt, ZONE, "yyyy-MM-dd HH:mm:ss"),
    "Ad Height": "",
    "Ad Width": "",
    "Ad Id": String(id),
    "Ad Conversion Rate": "1.20%",
  };
}

const dollars = (amount: string): string =>
  `$${Number(amount).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;

function dealsOfTheDay(query: URLSearchParams, context: SandboxContext): Cells[] {
  return productsAt("avantlink-dotd", 12, context).shown.map((product) => ({
    SKU: product.sku,
    "Product Name": product.goods.title,
    Brand: product.goods.brand,
    "Retail Price": dollars(product.goods.listPrice ?? product.goods.price),
    "Sale Price": dollars(product.goods.price),
    "Short Description": product.goods.description,
    "Large Image URL": product.image,
    "Buy URL": buyUrl(product, query),
    // Mis-escaped beside its right spelling, as in life.
    Merchant_20Id: merchantOf(product),
    "Merchant Id": merchantOf(product),
    "Merchant Name": product.shop.name,
    "Quantity On Hand": product.goods.inStock ? "9" : "0",
  }));
}

const buyUrl = (product: SandboxProduct, query: URLSearchParams): string =>
  `https://www.avantlink.com/click.php?p=9001&pw=${query.get("website_id") ?? ""}&pt=3&pri=${product.id}&tt=df${ctc(query)}`;

/** Internal names and strings throughout; no total. */
function productRows(query: URLSearchParams, context: SandboxContext): object[] {
  const merchants = (query.get("merchant_ids") ?? "").split("|");
  const onSale = query.get("search_on_sale_only") === "1";
  const base = Number(query.get("search_results_base") ?? 0);
  const count = Math.min(Number(query.get("search_results_count") ?? 10), 200);
  return productsAt("avantlink-product", 420, context)
    .shown.filter((product) => merchants.includes(merchantOf(product)))
    .filter(({ goods }) => !onSale || goods.listPrice !== null)
    .toSorted((one, other) => one.id - other.id)
    .slice(base, Math.min(base + count, 1000))
    .map((product) => productRow(product, query));
}

/** One in a hundred has lost its price. */
function productRow(product: SandboxProduct, query: URLSearchParams): object {
  const { goods, broken, shop, id, sku } = product;
  return {
    lngProductId: String(id),
    lngMerchantId: merchantOf(product),
    strMerchantName: shop.name,
    strProductSKU: sku,
    strProductName: goods.title,
    strBrandName: goods.brand,
    dblProductPrice: broken ? "" : (goods.listPrice ?? goods.price),
    // Equal to the retail price, or zero, where nothing is on sale.
    dblProductSalePrice: broken
      ? ""
      : goods.listPrice === null && hash(sku, id) % 2 === 0
        ? "0.00"
        : goods.price,
    dblProductOnSalePercent: goods.listPrice === null ? "0.00" : "20.00",
    strLargeImage: product.image,
    strBuyURL: buyUrl(product, query),
    strProductURL: product.landing,
    txtLongDescription: goods.description,
    strCategoryName: goods.category,
  };
}
