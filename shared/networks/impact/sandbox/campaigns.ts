/** Joined programmes and their contracts. */
import { programmesAt } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";

export const campaignId = (shop: Shop): number => 20_400 + SHOPS.indexOf(shop);
export const advertiserId = (shop: Shop): number => 700_100 + SHOPS.indexOf(shop);

const REGIONS: Readonly<Record<string, string>> = {
  DE: "GERMANY",
  FR: "FRANCE",
  GB: "UK",
  PL: "POLAND",
  AE: "UAE",
  US: "US",
};

/** One of the forty has lost its name. Ids come as texts and as numbers. */
export const campaigns = (context: SandboxContext): object[] =>
  programmesAt("impact", context).shown.map(({ shop, index, description, bits }) => ({
    AdvertiserId: String(advertiserId(shop)),
    AdvertiserName: shop.name,
    AdvertiserUrl: `https://www.${shop.domain}`,
    CampaignId: bits % 2 === 0 ? campaignId(shop) : String(campaignId(shop)),
    CampaignName: index === 7 ? "" : `${shop.name} ${shop.country}`,
    CampaignUrl: `https://www.${shop.domain}/shop`,
    CampaignDescription: description,
    Type: "Performance",
    ShippingRegions: [REGIONS[shop.country], "SOUTHAFRICA"],
    ContractStatus: "Active",
    TrackingLink: `https://${shop.domain.replace(".example", "")}.sjv.example/c/555001/810001/${campaignId(shop)}`,
    AllowsDeeplinking: "true",
  }));

/** Terms do not come and go with a part of the listing. */
export const contracts = (context: SandboxContext): object[] =>
  programmesAt("impact", { ...context, share: 1 }).shown.map(({ shop, rate, bits }) => ({
    Id: `S-${campaignId(shop)}`,
    CampaignId: String(campaignId(shop)),
    Status: "ACTIVE",
    Terms: {
      TemplateTermName: "Standard",
      Currency: shop.currency,
      EventPayouts: [
        {
          EventTypeName: "Online Sale",
          EventCategory: "SALE",
          DefaultPayoutRate: String(rate),
          DefaultPayout: "",
          PayoutGroups: bits % 3 === 0 ? [{ Id: "1", Rank: "1", PayoutRate: String(rate + 4) }] : [],
        },
      ],
    },
  }));
