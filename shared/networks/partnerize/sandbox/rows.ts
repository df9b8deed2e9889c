/** Partnerize's rows: flags are "y" and "n", dates have no zone, wrappers hold a field of their own name. */
import { programmesAt, promotionsAt, type SandboxPromotion, wallClock } from "../../../sandbox/items.ts";
import type { SandboxContext } from "../../../sandbox/sandbox.ts";
import type { Shop } from "../../../sandbox/shops.ts";

const VOUCHERS = 400;
const DEALS = 240;

export interface List {
  readonly shown: readonly object[];
  readonly total: number;
}

const clock = (at: Date): string => wallClock(at, "UTC", "yyyy-MM-dd HH:mm:ss");
const isJoined = (index: number): boolean => index % 7 !== 6;

const all = (context: SandboxContext) =>
  programmesAt("partnerize", { ...context, share: 1, migratedIds: false }).shown;
const joined = (context: SandboxContext) => all(context).filter(({ index }) => isJoined(index));
const campaignId = (id: number): string => `1101l${id}`;

function idsOf(context: SandboxContext): ReadonlyMap<Shop, string> {
  return new Map(all(context).map(({ shop, id }) => [shop, campaignId(id)]));
}

export function participations(status: string, context: SandboxContext): List {
  const rows = all(context)
    .filter(({ index }) => (isJoined(index) ? "a" : "p") === status)
    .map(({ id, shop, index, description, bits }) => ({
      campaign_id: campaignId(id),
      status,
      approved: status === "a" ? "y" : "n",
      ...(isJoined(index) && { camref: `1011l${id}` }),
      vertical: "Retail",
      promotional_countries: [shop.country],
      default_currency: shop.currency,
      icon: `https://logos.sandbox.example/${id}.png`,
      campaign_info: {
        title: shop.name,
        description,
        destination_url: `https://www.${shop.domain}`,
        ...(isJoined(index) && bits % 2 === 0 && { tracking_link: `https://prf.hn/click/camref:1011l${id}` }),
        allow_deep_linking: "y",
        campaign_languages: { [shop.language]: { destination_url: `https://www.${shop.domain}` } },
      },
    }));
  const shown = rows.slice(0, Math.ceil(rows.length * context.share));
  return { shown, total: context.trueTotals ? rows.length : shown.length };
}

export function commissions(campaign: string, context: SandboxContext): object {
  const programme = all(context).find(({ id }) => campaignId(id) === campaign);
  const rate = (performance_model: string, value: string) => ({
    performance_model,
    performance_value: value,
    cookie_period: 2_592_000,
  });
  return {
    active_commissions: programme
      ? [
          {
            type: "default",
            rates: [
              programme.bits % 5 === 0
                ? rate("fixed_cpa", `${programme.rate}.50`)
                : rate("percentage_cpa", String(programme.rate)),
            ],
          },
        ]
      : [],
  };
}

const ofCampaign = (
  seed: string,
  count: number,
  campaign: string,
  context: SandboxContext,
): SandboxPromotion[] => {
  const ids = idsOf(context);
  const shops = joined(context).map(({ shop }) => shop);
  return promotionsAt(seed, count, { ...context, share: 1 }, shops).shown.filter(
    ({ shop }) => ids.get(shop) === campaign,
  );
};

function part(rows: readonly object[], { share, trueTotals }: SandboxContext): List {
  const shown = rows.slice(0, Math.ceil(rows.length * share));
  return { shown, total: trueTotals ? rows.length : shown.length };
}

/** One in a hundred has no code. */
export const vouchers = (campaign: string, context: SandboxContext): List =>
  part(
    ofCampaign("partnerize-vouchers", VOUCHERS, campaign, context).map(
      ({ id, text, percent, broken, startsAt, endsAt }) => ({
        voucher_code: {
          voucher_code_id: String(id),
          voucher_code: broken ? "" : `P${percent}${id % 1_000}`,
          description: text.title,
          active: "y",
          start_date_time: clock(startsAt),
          end_date_time: endsAt ? clock(endsAt) : null,
          campaign_id: campaign,
        },
      }),
    ),
    context,
  );

export function deals(pubref: string | null, context: SandboxContext): List {
  const campaigns = joined(context).map(({ id, shop }) => ({
    campaign: {
      campaign_id: campaignId(id),
      title: shop.name,
      deals: ofCampaign("partnerize-deals", DEALS, campaignId(id), context).map(
        ({ id: deal, text, code, percent, landing, startsAt, endsAt }) => ({
          deal: {
            campaign_deal_id: String(deal),
            title: text.title,
            description: text.description,
            terms: text.terms,
            coupon_code: code,
            country_iso: shop.country,
            category: "Retail",
            offer_type: code === null ? "sale" : "coupon",
            offer_value: `${percent}% off`,
            start_date_time: clock(startsAt),
            end_date_time: endsAt ? clock(endsAt) : null,
            destination: `https://prf.hn/click/camref:1011l${id}${pubref === null ? "" : `/pubref:${pubref}`}/destination:${encodeURIComponent(landing)}`,
            active: "y",
          },
        }),
      ),
    },
  }));
  return part(campaigns, context);
}
