/** The sandbox's advertisers: forty joined programmes, and some that are not. */
import { hash, stateOf, slotOf } from "../../../sandbox/catalogue.ts";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";
import { awinSandboxCredentials } from "./credentials.ts";

const SEED = "awin-programme";
const JOINED = 40;
const NOT_JOINED = 12;
const SECTORS = ["Sports & Outdoor", "Home & Garden", "Fashion", "Food & Drink", "Books & Media", "Toys"];

export interface Advertiser {
  readonly index: number;
  readonly id: number;
  readonly shop: Shop;
  readonly joined: boolean;
  readonly sector: string;
}

function advertiserAt(index: number): Advertiser {
  const shop = SHOPS[index % SHOPS.length];
  if (!shop) throw new RangeError("there are no shops");
  const round = Math.floor(index / SHOPS.length);
  const name = `${shop.name} ${shop.country}${round > 0 ? ` ${String(round + 1)}` : ""}`;
  const domain = round > 0 ? shop.domain.replace(".example", `-${String(round + 1)}.example`) : shop.domain;
  return {
    index,
    id: 90_210 + index * 7,
    shop: { ...shop, name, domain },
    joined: index < JOINED,
    sector: SECTORS[hash(SEED, index, 7) % SECTORS.length] ?? "Other",
  };
}

export const ADVERTISERS: readonly Advertiser[] = Array.from({ length: JOINED + NOT_JOINED }, (_, index) =>
  advertiserAt(index),
);

export const clickLink = (id: number): string =>
  `https://www.awin1.com/awclick.php?mid=${id}&id=${awinSandboxCredentials.publisherId}`;

export function deepLink(id: number, destination: string): string {
  return `https://www.awin1.com/cread.php?awinmid=${id}&awinaffid=${awinSandboxCredentials.publisherId}&ued=${encodeURIComponent(destination)}`;
}

/** GET /publishers/{id}/programmes: an array, not paged. */
export function programmes(query: URLSearchParams, { now, share }: SandboxContext): Answer {
  const relationship = query.get("relationship");
  const country = query.get("countryCode");
  const listed = ADVERTISERS.filter(
    (advertiser) => relationship === null || relationshipOf(advertiser) === relationship,
  ).filter(({ shop }) => country === null || shop.country === country);
  return json(
    listed.slice(0, Math.ceil(listed.length * share)).map((advertiser) => listedProgramme(advertiser, now)),
  );
}

/** Of those that are not joined, most were never asked. */
const relationshipOf = ({ joined, index }: Advertiser): string =>
  joined ? "joined" : (["pending", "suspended", "rejected"][index % 6] ?? "notjoined");

/** Several members can be missing, and now and then are. */
function listedProgramme({ index, id, shop, sector }: Advertiser, now: Date): object {
  const bits = hash(SEED, index, 9);
  const { revision } = stateOf(SEED, index, slotOf(now));
  return {
    id,
    name: shop.name,
    description: `${shop.name} &ndash; ${sector}. ${String(2 + (revision % 5))} neue Kollektionen / new collections.`,
    displayUrl: `https://www.${shop.domain}`,
    clickThroughUrl: clickLink(id),
    ...(bits % 9 !== 0 && {
      logoUrl: `https://ui.awin.com/images/upload/merchant/profile/${String(id)}.png`,
    }),
    primaryRegion: { name: shop.countryName, countryCode: shop.country },
    currencyCode: shop.currency,
    status: "Active",
    ...(bits % 11 !== 0 && { primarySector: sector }),
    validDomains: [{ domain: `www.${shop.domain}` }],
  };
}

/** GET /publishers/{id}/programmedetails?advertiserId=N */
export function programmeDetails(query: URLSearchParams, { now }: SandboxContext): Answer {
  const advertiser = wanted(query);
  if (!advertiser) return json({ error: "not_found", description: "Advertiser not found" }, 404);
  const { id, index, shop, sector, joined } = advertiser;
  return json({
    programmeInfo: {
      id,
      name: shop.name,
      displayUrl: `https://www.${shop.domain}`,
      clickThroughUrl: clickLink(id),
      logoUrl: null,
      currencyCode: shop.currency,
      deeplinkEnabled: index % 5 === 0 ? "false" : "true",
      description: shop.name,
      membershipStatus: joined ? "joined" : "notjoined",
      primarySector: sector,
      primaryRegion: { name: shop.countryName, countryCode: shop.country },
      validDomains: [{ domain: `www.${shop.domain}` }],
    },
    kpi:
      index % 6 === 0
        ? null
        : {
            averagePaymentTime: "44",
            approvalPercentage: 88.1,
            epc: 0.52,
            conversionRate: 2.4,
            validationDays: 31,
            awinIndex: 71.2,
          },
    commissionRange: commissionRange(index, now),
  });
}

/** No range, percentages, amounts, or both, as the advertiser likes; the rates move now and then. */
function commissionRange(index: number, now: Date): object[] {
  const { revision } = stateOf(SEED, index, slotOf(now));
  const min = 3 + (hash(SEED, index, revision) % 6);
  const percentage = { min, max: min + (index % 3) * 2, type: "percentage" };
  const amount = { min: 1.5, max: 1.5 + (index % 2) * 3.5, type: "amount" };
  if (index % 10 === 7) return [];
  if (index % 10 === 4) return [amount];
  return index % 10 === 5 ? [percentage, amount] : [percentage];
}

/** GET /publishers/{id}/commissiongroups?advertiserId=N */
export function commissionGroups(query: URLSearchParams, { now }: SandboxContext): Answer {
  const advertiser = wanted(query);
  if (!advertiser?.joined) return json({ error: "not_found", description: "No active relationship" }, 404);
  const { revision } = stateOf(SEED, advertiser.index, slotOf(now));
  const groupId = 551_000 + advertiser.index * 10;
  return json({
    advertiser: advertiser.id,
    publisher: Number(awinSandboxCredentials.publisherId),
    commissionGroups: [
      {
        groupId,
        groupCode: "DEFAULT",
        groupName: "Default Commission",
        type: "percentage",
        percentage: 3 + (hash(SEED, advertiser.index, revision) % 6),
      },
      {
        groupId: groupId + 1,
        groupCode: "APP",
        groupName: "App install",
        type: "fix",
        amount: 2.5,
        currency: advertiser.shop.currency,
      },
    ],
  });
}

const wanted = (query: URLSearchParams): Advertiser | undefined =>
  ADVERTISERS.find(({ id }) => String(id) === query.get("advertiserId"));
