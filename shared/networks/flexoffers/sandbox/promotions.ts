/** GET /v3/promotions: every link, with a code or without. */
import { promotionsAt, type SandboxPromotion, wallClock } from "../../../sandbox/items.ts";
import type { Answer, SandboxContext } from "../../../sandbox/sandbox.ts";
import { FLEXOFFERS_ZONE } from "../definition.ts";
import { advertiserIds, APPROVED_SHOPS, DOMAIN_ID } from "./advertisers.ts";
import { badRequest, listAnswer, PAGES_OF_100 } from "./lists.ts";

const COUNT = 430;

export function promotions(query: URLSearchParams, context: SandboxContext): Answer {
  // This account is one of those on which these filters are refused.
  if (query.has("linkType") || query.has("couponsOnly")) return badRequest("The request is invalid.");
  const ids = advertiserIds(context);
  const wanted = query.get("advertiserIds")?.split(",") ?? null;
  const { shown, total } = promotionsAt("flexoffers-link", COUNT, context, APPROVED_SHOPS);
  const matching =
    wanted === null ? shown : shown.filter(({ shop }) => wanted.includes(String(ids.get(shop.domain))));
  return listAnswer(
    { shown: matching, total: wanted === null ? total : matching.length },
    query,
    PAGES_OF_100,
    (promotion) => written(promotion, ids.get(promotion.shop.domain) ?? 0),
  );
}

/** One in a hundred comes without its linkId. */
function written(promotion: SandboxPromotion, advertiserId: number): object {
  const { id, index, shop, bits, text, code, percent, broken, landing, startsAt, endsAt } = promotion;
  const linkId = `2.${advertiserId}.${id}`;
  const deep = bits % 2 === 0;
  const generic = index % 50 === 11;
  const link = `https://track.flexlinkspro.com/g.ashx?foid=${linkId}&trid=${DOMAIN_ID}.${advertiserId}&foc=12&fot=9999&fos=6`;
  const linkUrl = deep ? `${link}&${bits % 4 === 0 ? "url" : "URL"}=${encodeURIComponent(landing)}` : link;
  const dated = !generic && bits % 3 !== 1;
  return {
    advertiserId,
    advertiserName: shop.name,
    ...(!broken && { linkId }),
    linkType: bits % 7 === 0 ? "Banner" : "Text Link",
    linkName: text.title,
    linkDescription: text.description,
    promotionalTypes: generic ? "General Promotion" : `${code ? "Coupon" : "Sale/Discount"},Percent Off`,
    linkUrl,
    couponCode: generic ? "" : (code ?? ""),
    couponRestrictions: text.terms === "" ? null : text.terms,
    startDate: dated ? wallClock(startsAt, FLEXOFFERS_ZONE) : null,
    endDate: dated && endsAt !== null ? wallClock(endsAt, FLEXOFFERS_ZONE) : null,
    imageUrl: bits % 7 === 0 ? `https://cdn.${shop.domain}/banner-${index}.png` : null,
    bannerWidth: bits % 7 === 0 ? 300 : null,
    bannerHeight: bits % 7 === 0 ? 250 : 0,
    htmlCode: `<a href="${linkUrl.replaceAll("&", "&amp;")}">${text.title}</a>`,
    allowsDeeplinking: deep,
    categories: "Home & Garden,Clothing",
    epc7D: null,
    epc3M: "0.31",
    percentageOff: generic || bits % 5 === 2 ? 0 : percent,
    dollarOff: !generic && bits % 5 === 2 ? 10 : 0,
    logoURL: `https://cdn.${shop.domain}/logo.png`,
  };
}
