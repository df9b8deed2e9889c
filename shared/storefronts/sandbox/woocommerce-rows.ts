/** Records as WooCommerce writes them. */
import { type SandboxProduct, type SandboxPromotion, wallClock } from "../../sandbox/items.ts";
import { type ShopIdentity, texturized } from "./shop.ts";

export interface WooShop extends ShopIdentity {
  /** The shop's display decimals: not the currency's. */
  readonly minorUnit: number;
  /** Where products say who made them. */
  readonly marketplace: boolean;
  /** Category names of a product, in the shop's own habit. */
  categoriesOf(product: SandboxProduct): readonly string[];
  /** Null: the owner has made none. */
  readonly keys: { readonly consumerKey: string; readonly consumerSecret: string } | null;
  /** Coupons at scale 1; only keys show them. */
  readonly coupons: number;
  /** False: visitors may not read product posts. */
  readonly postsOpen?: boolean;
  /** True: no `/wp-json`, routes are a parameter. */
  readonly plainPermalinks?: boolean;
}

export const slugOf = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");

const utc = (time: Date): string => wallClock(time, "UTC");

/** Whole minor units by the shop's decimals. */
const minor = (amount: string, digits: number): string => String(Math.round(Number(amount) * 10 ** digits));

const term = (name: string, place: number) => ({
  id: 30 + place,
  name: name.replaceAll("&", "&amp;"),
  slug: slugOf(name),
  link: "",
});

/** Some are sold elsewhere, some come in sizes, a few have no price yet. */
const typeOf = ({ bits }: SandboxProduct): string =>
  bits % 17 === 0 ? "external" : bits % 5 === 0 ? "variable" : "simple";

export function storeRow(shop: WooShop, product: SandboxProduct): object {
  const { id, goods, bits, broken, index, sku } = product;
  const { host, currency, minorUnit, marketplace } = shop;
  const isUnpriced = index % 50 === 21;
  const type = typeOf(product);
  const slug = `${slugOf(goods.brand)}-${id}`;
  const permalink = `https://${host}/product/${encodeURIComponent(slug)}/`;
  const price = isUnpriced ? "0" : minor(goods.price, minorUnit);
  return {
    id,
    name: texturized(goods.title),
    slug,
    parent: 0,
    type,
    variation: "",
    permalink,
    sku,
    short_description: bits % 3 === 0 ? "" : `<p>${goods.description}</p>`,
    description: `<h3>${texturized(goods.title)}</h3><p>${goods.description}</p>`,
    on_sale: goods.listPrice !== null,
    ...(!broken && {
      prices: {
        price,
        regular_price: goods.listPrice === null || isUnpriced ? price : minor(goods.listPrice, minorUnit),
        // Also where nothing is on sale.
        sale_price: price,
        price_range:
          type === "variable"
            ? { min_amount: price, max_amount: minor(String(Number(goods.price) * 2), minorUnit) }
            : null,
        currency_code: currency,
        currency_minor_unit: minorUnit,
      },
    }),
    average_rating: "0",
    review_count: 0,
    images: bits % 40 === 0 ? [] : [{ id: id + 1, src: `https://${host}/wp-content/uploads/${id}.png` }],
    categories: shop.categoriesOf(product).map(term),
    tags: [term(goods.colour, 40)],
    brands: marketplace ? [term(product.shop.name, 60)] : [],
    has_options: type === "variable",
    is_purchasable: type !== "external" && !isUnpriced,
    is_in_stock: goods.inStock,
    is_on_backorder: goods.inStock && bits % 60 === 1,
    add_to_cart: {
      text: "Add to cart",
      url: type === "external" ? `https://elsewhere.example/p/${id}?aff=someone` : `?add-to-cart=${id}`,
    },
    extensions: [],
  };
}

export const dateRow = ({ id, bornAt, changedAt }: SandboxProduct): object => ({
  id,
  date_gmt: utc(bornAt),
  modified_gmt: utc(changedAt),
});

export const keyedDateRow = ({ id, bornAt, changedAt, goods }: SandboxProduct): object => ({
  id,
  date_created_gmt: utc(bornAt),
  date_modified_gmt: utc(changedAt),
  date_on_sale_from_gmt: null,
  date_on_sale_to_gmt: goods.listPrice === null ? null : utc(new Date(changedAt.getTime() + 90 * 86_400_000)),
});

/** Some are for one customer, some are used up. */
export const couponRow = (promotion: SandboxPromotion): object => {
  const { id, bits, percent, code, startsAt, endsAt, broken, text, index } = promotion;
  const isFixed = bits % 3 === 1;
  return {
    id,
    code: broken ? "" : (code ?? `FREE${index}`),
    status: "publish",
    amount: code === null ? "0.00" : `${percent}.00`,
    discount_type: isFixed ? "fixed_cart" : "percent",
    description: text.title,
    date_created_gmt: utc(startsAt),
    date_expires_gmt: endsAt === null ? null : utc(endsAt),
    usage_count: index,
    usage_limit: index % 20 === 7 ? index : null,
    usage_limit_per_user: bits % 4 === 0 ? 1 : null,
    individual_use: bits % 2 === 0,
    free_shipping: code === null,
    exclude_sale_items: bits % 5 === 0,
    product_ids: [],
    product_categories: bits % 7 === 0 ? [31] : [],
    minimum_amount: isFixed ? "50.00" : "0.00",
    maximum_amount: "0.00",
    email_restrictions: index % 20 === 3 ? ["someone@mail.example"] : [],
  };
};
