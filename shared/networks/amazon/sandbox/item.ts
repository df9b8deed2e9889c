/** An item as the catalogue shows it: what Amazon does not know is not there. */
import type { SandboxProduct } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { amazonSandboxCredentials as credentials } from "./credentials.ts";

const HOUR_MS = 3_600_000;

/** One in a hundred has lost its title. Deals have no seconds in their times, some no end. */
export function item(
  { goods, bits, broken, shop, changedAt }: SandboxProduct,
  asin: string,
  context: SandboxContext,
  linkCode: string,
): object {
  const time = (at: Date): string => at.toISOString().slice(0, 16) + (context.naiveDates ? "" : "Z");
  const value = Number(goods.price);
  const before = goods.listPrice === null ? null : Number(goods.listPrice);
  const deal = before !== null && bits % 3 !== 0;
  const begins = new Date(Math.floor(changedAt.getTime() / HOUR_MS) * HOUR_MS);
  const money = (amount: number) => ({
    money: { amount, currency: "EUR", displayAmount: `${amount.toFixed(2).replace(".", ",")} €` },
  });
  return {
    asin,
    detailPageURL: `https://${credentials.marketplace}/dp/${asin}?tag=${credentials.partnerTag}&linkCode=${linkCode}&th=1&psc=1`,
    itemInfo: {
      ...(!broken && {
        title: {
          displayValue: `${goods.title}, Größe M ${shop.language === "ar" ? shop.name : ""}`.trim(),
          label: "Title",
          locale: "de_DE",
        },
      }),
      features: { displayValues: ["40 h Laufzeit", goods.description] },
      byLineInfo: { brand: { displayValue: goods.brand } },
      classifications: { productGroup: { displayValue: "CE" } },
      externalIds: { eans: { displayValues: [goods.gtin] } },
    },
    images: {
      primary: {
        large: {
          url: `https://m.media-amazon.com/images/I/${bits % 100_000}._SL500_.jpg`,
          height: 500,
          width: 500,
        },
      },
    },
    browseNodeInfo: {
      browseNodes: [
        {
          id: "1",
          contextFreeName: "Over-Ear-Kopfhörer",
          ancestor: { id: "2", contextFreeName: "Elektronik & Foto" },
        },
        { id: "3", contextFreeName: "0a1b2c3d-0000-4a4a-8b8b-000000000000" },
      ],
    },
    // Without a buy box there is nothing to list.
    offersV2: {
      listings:
        bits % 31 === 0
          ? []
          : [
              {
                isBuyBoxWinner: true,
                ...(deal && bits % 2 === 0 && { type: "LIGHTNING_DEAL" }),
                availability: { type: goods.inStock ? "IN_STOCK" : "OUT_OF_STOCK", message: "Auf Lager" },
                condition: { value: "New" },
                ...(bits % 4 === 0 && { merchantInfo: { id: "A0SANDBOX", name: shop.name } }),
                price: {
                  ...money(value),
                  ...(before !== null && {
                    savingBasis: money(before),
                    savings: { ...money(before - value), percentage: 20 },
                  }),
                },
                ...(deal && {
                  dealDetails: {
                    accessType: bits % 7 === 0 ? "PRIME_EXCLUSIVE" : "ALL",
                    badge: "Ends in ",
                    startTime: time(begins),
                    ...(bits % 5 !== 0 && { endTime: time(new Date(begins.getTime() + 30 * 24 * HOUR_MS)) }),
                    percentClaimed: 22,
                  },
                }),
              },
            ],
    },
  };
}
