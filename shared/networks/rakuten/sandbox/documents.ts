/** The XML answers: coupon feed, product search, link locator. Faults come with 200. */
import { pageOf, type SandboxProduct, type SandboxPromotion, wallClock } from "../../../sandbox/items.ts";
import { type Answer, type SandboxContext, text } from "../../../sandbox/sandbox.ts";
import { element, escaped } from "../../../sandbox/xml.ts";
import { couponsAt, goodsAt, midOf, shopOf } from "./catalogue.ts";
import { SITE_ID } from "./credentials.ts";

const xml = (body: string): Answer =>
  text(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, 200, "application/xml;charset=UTF-8");

export const fault = (code: number, message: string): Answer =>
  text(
    `<fault>${element("errorcode", String(code))}${element("errorstring", message)}</fault>`,
    200,
    "text/xml",
  );

export const EMPTY_FEED = xml(
  "<couponfeed><TotalMatches>0</TotalMatches><TotalPages>0</TotalPages><PageNumberRequested>1</PageNumberRequested></couponfeed>",
);

/** A page holds fewer rows than one may ask for. */
const COUPON_ROWS = 150;

export function couponFeed(query: URLSearchParams, context: SandboxContext): Answer {
  const { shown, total } = couponsAt(context);
  const mids = query.get("mid")?.split("|");
  const networks = query.get("network")?.split("|");
  const matching = shown.filter(
    ({ shop }) =>
      (!mids || mids.includes(String(midOf(shop)))) &&
      (!networks || networks.includes(networkOf(shop.country)[0])),
  );
  const all = matching.length + total - shown.length;
  const page = Number(query.get("pagenumber") ?? 1);
  const rows = pageOf(matching, page, Math.min(Number(query.get("resultsperpage") ?? 500), COUPON_ROWS));
  return xml(
    `<couponfeed>${element("TotalMatches", String(all))}${element("TotalPages", String(Math.ceil(all / COUPON_ROWS)))}${element("PageNumberRequested", String(page))}
${rows.map(coupon).join("\n")}</couponfeed>`,
  );
}

const networkOf = (country: string): readonly [id: string, name: string] =>
  country === "US" ? ["1", "US Network"] : country === "GB" ? ["3", "UK Network"] : ["8", "EU Network"];

const day = (time: Date): string => wallClock(time, "UTC", "yyyy-MM-dd");

/** One in a hundred has lost its link. */
function coupon({ shop, id, bits, text: words, code, startsAt, endsAt, broken }: SandboxPromotion): string {
  const offerId = `${771_000 + midOf(shop)}.${id}`;
  const click = `https://click.linksynergy.com/fs-bin/click?id=${SITE_ID}&offerid=${offerId}&type=3&subid=0`;
  const [network, name] = networkOf(shop.country);
  return `<link type="TEXT"><categories><category id="17">Home &amp; Living</category>${bits % 3 === 0 ? '<category id="21">Gifts</category>' : ""}</categories>
<promotiontypes><promotiontype id="11">Percentage off</promotiontype></promotiontypes>${element("offerdescription", `${words.title} – ${words.description}`)}
${element("offerstartdate", day(startsAt))}${endsAt === null ? "" : element("offerenddate", day(endsAt))}${code === null ? "" : element("couponcode", code)}
${element("couponrestriction", words.terms)}${broken ? "<clickurl/>" : element("clickurl", click)}
${element("impressionpixel", click.replace("click", "show"))}${element("advertiserid", String(midOf(shop)))}${element("advertisername", shop.name)}
<network id="${network}">${name}</network></link>`;
}

/** The search shows no more than so many results. */
export const RESULT_WINDOW = 1000;

export function productSearch(query: URLSearchParams, context: SandboxContext): Answer {
  const keyword = query.get("keyword")?.toLowerCase();
  const mid = query.get("mid");
  if (!keyword && !mid) return productError(718_615, "No keyword specified.");
  const { shown, total } = goodsAt(context);
  const matching = shown.filter(
    ({ shop, goods }) =>
      (!mid || mid === String(midOf(shop))) && (!keyword || goods.title.toLowerCase().includes(keyword)),
  );
  const all = matching.length + (shown.length === 0 ? 0 : total - shown.length);
  const size = Math.min(Number(query.get("max") ?? 100), 100);
  const page = Number(query.get("pagenumber") ?? 1);
  if (page > 1 && (page - 1) * size >= RESULT_WINDOW) return productError(718_620, "Page is out of range.");
  return xml(
    `<result>${element("TotalMatches", String(all))}${element("TotalPages", String(Math.ceil(all / size)))}${element("PageNumber", String(page))}
${pageOf(matching, page, size).map(product).join("\n")}</result>`,
  );
}

const productError = (id: number, message: string): Answer =>
  xml(`<result><Errors>${element("ErrorID", String(id))}${element("ErrorText", message)}</Errors></result>`);

function product({ shop, goods, id, sku, bits, landing, image, bornAt, broken }: SandboxProduct): string {
  const link = `https://click.linksynergy.com/link?id=${SITE_ID}&offerid=771001.${id}&type=15&murl=${encodeURIComponent(landing)}`;
  const price = goods.listPrice ?? goods.price;
  const words = bits % 5 === 0 ? `"${goods.description.replaceAll('"', '""')}"` : escaped(goods.description);
  return `<item>${element("mid", String(midOf(shop)))}${element("merchantname", shop.name)}${element("linkid", String(90_000_000_000 + id))}
${element("createdon", wallClock(bornAt, "UTC", "yyyy-MM-dd/HH:mm:ss"))}${element("sku", sku)}${element("productname", ` ${goods.title} `)}
<category>${element("primary", ` ${goods.category.replaceAll(" > ", "~~")} `)}<secondary>   </secondary></category>
<price currency="${shop.currency}">${broken ? "" : price}</price>${element("upccode", goods.gtin)}
<description>${element("short", words)}<long/></description>
<saleprice currency="${shop.currency}">${goods.price}</saleprice>${element("keywords", `${goods.brand}~~${goods.colour}`)}
${element("linkurl", link)}${element("imageurl", image)}</item>`;
}

export function textLinks(path: string): Answer {
  const [, mid, page] = /\/getTextLinks\/(\d+)\/-1\/\/\/-1\/(\d+)$/.exec(path) ?? [];
  const shop = shopOf(Number(mid));
  const rows =
    shop && page === "1"
      ? [30, 4].map(
          (place) =>
            `<ns1:return><ns1:campaignID>0</ns1:campaignID><ns1:linkID>${Number(mid) + place}</ns1:linkID>${`<ns1:linkName>${escaped(shop.name)}</ns1:linkName>`}<ns1:mid>${mid ?? ""}</ns1:mid><ns1:clickURL>${escaped(`https://click.linksynergy.com/fs-bin/click?id=${SITE_ID}&offerid=771001.${Number(mid) + place}&type=3&subid=0`)}</ns1:clickURL><ns1:endDate>Feb 21, 2027</ns1:endDate></ns1:return>`,
        )
      : [];
  return xml(
    `<ns1:getTextLinksResponse xmlns:ns1="http://endpoint.linkservice.linkshare.com/">${rows.join("")}</ns1:getTextLinksResponse>`,
  );
}
