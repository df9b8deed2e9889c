/** Pepperjam's rows: all strings, clocks of US Eastern without an offset, and zeros for no date. */
import { productsAt, programmesAt, promotionsAt, wallClock } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import type { Shop } from "../../../sandbox/shops.ts";

const COUPONS = 460;
const TEXT_LINKS = 180;
const PRODUCTS = 340;
const PUBLISHER = "104999";
const NO_DATE = "0000-00-00 00:00:00";

export interface List {
  readonly shown: readonly object[];
  readonly total: number;
}

const clock = (at: Date): string => wallClock(at, "America/New_York", "yyyy-MM-dd HH:mm:ss");

export function rowsOf(resource: string, asked: URLSearchParams, context: SandboxContext): List | null {
  const ending = asked.has("sid") ? `?sid=${encodeURIComponent(asked.get("sid") ?? "")}` : "";
  switch (resource) {
    case "advertiser":
      return advertisers((asked.get("status") ?? "joined").split(","), context);
    case "creative/generic":
      return generic(ending, context);
    case "creative/coupon":
      return coupons(ending, context);
    case "creative/text":
      return textLinks(ending, context);
    case "creative/product":
      return products(asked.get("programIds"), context);
    case "advertiser/suppressed-codes":
      return suppressed(asked.get("programId"), context);
    default:
      return null;
  }
}

/** A shop in eight is not joined. */
const isJoined = (index: number): boolean => index % 8 !== 7;

function programmes(context: SandboxContext) {
  return programmesAt("pepperjam", { ...context, share: 1 }).shown;
}

function programmeIds(context: SandboxContext): ReadonlyMap<Shop, number> {
  return new Map(programmes(context).map(({ shop, id }) => [shop, id]));
}

const joinedShops = (context: SandboxContext): Shop[] =>
  programmes(context)
    .filter(({ index }) => isJoined(index))
    .map(({ shop }) => shop);

function advertisers(statuses: readonly string[], context: SandboxContext): List {
  const { shown, total } = programmesAt("pepperjam", context);
  const rows = shown
    .map(({ id, index, shop, rate, description, bits }) => ({
      id: String(id),
      name: `${shop.name.replaceAll("&", "&amp;")} `,
      description,
      logo: `//media.pepperjamnetwork.com/programs/logos/${id}`,
      prohibited_states: "",
      mobile_tracking: "N/A",
      category: [{ id: "35", name: "Home & Garden" }],
      contact_name: "A Person",
      email: `a@${shop.domain}`,
      website: `http://www.${shop.domain}`,
      currency: shop.currency,
      status: isJoined(index) ? "joined" : "applied",
      cookie_duration: "1080",
      percentage_payout: bits % 6 === 0 ? null : `${rate}.000`,
      flat_payout: bits % 6 === 0 ? `${rate}.50` : null,
    }))
    .filter(({ status }) => statuses.includes(status));
  return { shown: rows, total: shown.length === total ? rows.length : total };
}

function generic(ending: string, context: SandboxContext): List {
  const rows = programmes(context)
    .filter(({ index }) => isJoined(index) && context.share > 0)
    .map(({ id, shop }) => ({
      id: String(id + 1),
      allow_deep_link: "1",
      program_id: String(id),
      program_name: `${shop.name} `,
      code: `https://www.pjtra.com/t/8-${id}-${PUBLISHER}-${id}${ending}`,
    }));
  return { shown: rows, total: rows.length };
}

/** One in a hundred has lost its link. */
function coupons(ending: string, context: SandboxContext): List {
  const ids = programmeIds(context);
  const { shown, total } = promotionsAt("pepperjam-coupons", COUPONS, context, joinedShops(context));
  return {
    total,
    shown: shown.map(({ id, shop, bits, broken, code, text, startsAt, endsAt }) => ({
      id: String(id),
      name: text.title,
      // Its name says code, and it is the link.
      code: broken ? "" : `https://www.pntra.com/t/3-${id}-${PUBLISHER}-${String(ids.get(shop))}${ending}`,
      description: text.description,
      start_date: clock(startsAt),
      end_date: endsAt ? clock(endsAt) : NO_DATE,
      coupon: code ?? (bits % 2 === 0 ? "No code Needed" : "N/A"),
      program_id: String(ids.get(shop)),
      program_name: shop.name,
      category_name: bits % 7 === 0 ? "Free Shipping" : "Coupons",
      status: "active",
    })),
  };
}

/** Some promote nothing: bare links to the shop. */
function textLinks(ending: string, context: SandboxContext): List {
  const ids = programmeIds(context);
  const { shown, total } = promotionsAt("pepperjam-text", TEXT_LINKS, context, joinedShops(context));
  return {
    total,
    shown: shown.map(({ id, shop, text, bits, startsAt, endsAt }) => {
      const bare = bits % 12 === 0;
      return {
        id: String(id),
        type: "text",
        name: bare ? shop.name : text.title,
        description: bare ? "" : text.description,
        tracking_url: `https://www.pjatr.com/t/1-${id}-${PUBLISHER}-${String(ids.get(shop))}${ending}`,
        program_id: String(ids.get(shop)),
        program_name: shop.name,
        start_date: clock(startsAt),
        end_date: endsAt && !bare ? clock(endsAt) : NO_DATE,
        status: "active",
        allow_deep_link: "1",
      };
    }),
  };
}

function products(programId: string | null, context: SandboxContext): List {
  const ids = programmeIds(context);
  const all = productsAt(
    "pepperjam-products",
    PRODUCTS,
    { ...context, share: 1 },
    joinedShops(context),
  ).shown;
  const own = all.filter(({ shop }) => String(ids.get(shop)) === programId);
  const shown = own.slice(0, Math.ceil(own.length * context.share));
  return {
    total: context.trueTotals ? own.length : shown.length,
    shown: shown.map(({ sku, goods, shop, bits, broken, landing, image }) => ({
      name: broken ? "" : goods.title,
      sku: bits % 5 === 0 ? `${sku}/ü` : sku,
      program_id: programId ?? "",
      program_name: shop.name,
      buy_url:
        bits % 4 === 0
          ? landing
          : `https://www.gopjn.com/t/2-119900-${PUBLISHER}-${programId ?? ""}?url=${encodeURIComponent(landing)}`,
      image_url: image,
      image_thumb_url: "",
      price: `$${goods.listPrice ?? goods.price}`,
      price_sale: goods.listPrice === null ? "" : goods.price,
      price_retail: "",
      description_short: goods.description,
      description_long: "",
      category_program: goods.category,
      manufacturer: goods.brand,
      in_stock: goods.inStock ? "yes" : "no",
      discontinued: "no",
      upc: goods.gtin,
      keywords: `${goods.brand},${goods.colour}`,
      expiration_date: "",
    })),
  };
}

/** A brand in five forbids the code of one of its coupons. */
function suppressed(programId: string | null, context: SandboxContext): List {
  const ids = programmeIds(context);
  const { shown } = promotionsAt(
    "pepperjam-coupons",
    COUPONS,
    { ...context, share: 1 },
    joinedShops(context),
  );
  const code = shown.find((each) => String(ids.get(each.shop)) === programId && each.code !== null)?.code;
  const rows = [
    { program_id: programId, code: `INTERN${programId ?? ""}`, status: "1" },
    ...(code && Number(programId) % 5 === 0 ? [{ program_id: programId, code, status: "1" }] : []),
  ];
  return { shown: rows, total: rows.length };
}
