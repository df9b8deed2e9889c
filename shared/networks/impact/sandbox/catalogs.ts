/** Catalogues and their items. */
import { productsAt } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";
import { campaignId } from "./campaigns.ts";

const CATALOGS = [
  { id: 3301, shop: 17, items: 150 },
  { id: 3302, shop: 2, items: 90 },
] as const;

const LANGUAGES: Readonly<Record<string, string>> = {
  en: "English (United Kingdom)",
  de: "German (Germany)",
};

function shopOf(place: number): Shop {
  const shop = SHOPS[place];
  if (!shop) throw new RangeError(`there is no shop ${place}`);
  return shop;
}

export const catalogs = ({ now }: SandboxContext): object[] =>
  CATALOGS.map(({ id, shop, items }) => ({
    Id: String(id),
    Name: `${shopOf(shop).name} – all products`,
    Language: LANGUAGES[shopOf(shop).language] ?? "",
    CampaignId: String(campaignId(shopOf(shop))),
    CampaignName: shopOf(shop).name,
    NumberOfItems: String(items),
    DateLastUpdated: new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000).toISOString(),
    Currency: shopOf(shop).currency,
    ServiceAreas: shopOf(shop).country === "GB" ? ["UK"] : "",
    // A password stands in it: raw catalogue records are never logged or kept.
    FTPLocations: ["ftp://user:sandbox-ftp-password@products.impact.example/1.txt.gz"],
  }));

/** One in a hundred has no price. */
export function itemsOf(catalog: string, context: SandboxContext): object[] {
  const found = CATALOGS.find(({ id }) => String(id) === catalog);
  if (!found) return [];
  const shop = shopOf(found.shop);
  return productsAt(`impact-${catalog}`, found.items, context, [shop]).shown.map(
    ({ sku, goods, image, landing, broken, bits, id }) => ({
      Id: `product_${catalog}_${sku}`,
      CatalogId: catalog,
      CampaignId: String(campaignId(shop)),
      CampaignName: shop.name,
      CatalogItemId: sku,
      Name: goods.title,
      Description: goods.description,
      Labels: bits % 4 === 0 ? ["Bestseller"] : [],
      Manufacturer: goods.brand,
      Url: `https://${shop.domain.replace(".example", "")}.sjv.example/c/555001/810009/${campaignId(shop)}?prodsku=${sku}&u=${encodeURIComponent(landing)}`,
      ImageUrl: image,
      AdditionalImageUrls: bits % 3 === 0 ? [image.replace(".jpg", "-b.jpg")] : [],
      CurrentPrice: broken ? "" : goods.price,
      OriginalPrice: goods.listPrice ?? "",
      Currency: shop.currency,
      StockAvailability: goods.inStock ? (bits % 5 === 0 ? "LimitedAvailability" : "InStock") : "OutofStock",
      LaunchDate: "",
      ExpirationDate: "",
      Gtin: goods.gtin,
      Category: goods.category,
      Uri: `/x/${id}`,
    }),
  );
}
