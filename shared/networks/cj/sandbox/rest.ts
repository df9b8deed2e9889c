/** Link Search and Advertiser Lookup: XML. */
import { hash } from "../../../sandbox/catalogue.ts";
import { pageOf, type SandboxProgramme, wallClock } from "../../../sandbox/items.ts";
import { type Answer, type SandboxContext, text } from "../../../sandbox/sandbox.ts";
import type { Shop } from "../../../sandbox/shops.ts";
import { element, escaped } from "../../../sandbox/xml.ts";
import {
  advertiserIds,
  advertisersAt,
  JOINED,
  linksAt,
  OTHERS,
  PROMOTION_TYPES,
  type SandboxLink,
} from "./catalogue.ts";
import { cjSandboxCredentials } from "./credentials.ts";

const { companyId, websiteId } = cjSandboxCredentials;

const xml = (body: string, status = 200): Answer =>
  text(
    `<?xml version="1.0" encoding="UTF-8"?>\n<cj-api>${body}</cj-api>`,
    status,
    "application/xml;charset=UTF-8",
  );

export const restError = (status: number, message: string): Answer =>
  xml(element("error-message", message), status);

/** Rows as a page of their list. */
function list(
  name: string,
  rows: readonly string[],
  total: number,
  query: URLSearchParams,
  size: number,
): Answer {
  const page = Number(query.get("page-number") ?? 1);
  const shown = pageOf(rows, page, Math.min(Number(query.get("records-per-page") ?? size), 100));
  return xml(
    `<${name} total-matched="${total}" records-returned="${shown.length}" page-number="${page}">${shown.join("\n")}</${name}>`,
  );
}

export function advertiserLookup(query: URLSearchParams, context: SandboxContext): Answer {
  const company = query.get("requestor-cid");
  if (!company) {
    return restError(
      400,
      "You must specify the company making this request using the 'requestor-cid' parameter.",
    );
  }
  if (company !== companyId) return restError(400, `You are not a member of company ${company}`);
  const ids = advertiserIds(context);
  // An empty text means "notjoined", as in life.
  const asked = query.get("advertiser-ids") || "notjoined";
  const joined = advertisersAt(context, JOINED);
  const others = advertisersAt(context, OTHERS);
  const listing = asked === "notjoined" ? others : asked === "joined" ? joined : null;
  const all = listing?.shown ?? [...joined.shown, ...others.shown];
  const chosen = asked.split(",");
  const rows = listing ? all : all.filter(({ shop }) => chosen.includes(String(ids.get(shop))));
  return list(
    "advertisers",
    rows.map((each) => advertiser(each, ids.get(each.shop) ?? 0)),
    listing?.total ?? rows.length,
    query,
    25,
  );
}

function advertiser({ shop, rate, index, bits }: SandboxProgramme, id: number): string {
  const joined = JOINED.includes(shop);
  const second = bits % 3 === 0 ? `USD ${(rate / 2).toFixed(2)}` : `${rate + 4}.00%`;
  return `<advertiser>${element("advertiser-id", String(id))}${element("account-status", "Active")}<seven-day-epc>N/A</seven-day-epc>
${element("language", shop.language)}${element("advertiser-name", shop.name)}${element("program-url", `https://www.${shop.domain}`)}
${element("relationship-status", joined ? "joined" : "notjoined")}<network-rank>${1 + (index % 5)}</network-rank>
<primary-category><parent>Home &amp; Garden</parent><child>Bed &amp; Bath</child></primary-category>
<actions><action><name>Online Sale</name><type>advanced sale</type><id>${id + 1}</id><commission><default>${rate}.00%</default></commission></action>${
    index % 2 === 0
      ? ""
      : `<action><name>App</name><type>advanced sale</type><id>${id + 2}</id><commission><default>${second}</default></commission></action>`
  }</actions>
<link-types><link-type>Text Link</link-type><link-type>Banner</link-type></link-types></advertiser>`;
}

const OPTIONAL = ["advertiser-ids", "promotion-type", "link-type", "keywords", "last-updated", "link-id"];

export function linkSearch(query: URLSearchParams, context: SandboxContext): Answer {
  const website = query.get("website-id");
  if (website !== websiteId) {
    return restError(400, `Website id specified does not match your account: ${website ?? ""}`);
  }
  // Without a single optional parameter CJ answers nothing, and no error.
  if (!OPTIONAL.some((name) => query.has(name))) return list("links", [], 0, query, 100);
  const ids = advertiserIds(context);
  const asked = query.get("advertiser-ids") || "notjoined";
  const wanted = ({ shop }: { readonly shop: Shop }): boolean =>
    asked === "joined" || asked.split(",").includes(String(ids.get(shop)));
  const type = query.get("promotion-type")?.toLowerCase() ?? null;
  const rows: string[] = [];
  let total = 0;
  for (const each of type === null ? PROMOTION_TYPES : [type]) {
    const listing = linksAt(each, context);
    const matching = listing.shown.filter((link) => wanted(link) && matches(link, query));
    rows.push(...matching.map((link) => promotion(link, ids.get(link.shop) ?? 0, context)));
    total += matching.length + listing.total - listing.shown.length;
  }
  if (type === null) {
    // In the order of the advertisers, as many for each as its place: one advertiser's links hide another's.
    const shops = advertisersAt(context, JOINED).shown.filter(wanted);
    const plain = shops.flatMap(({ shop, index }) =>
      Array.from({ length: 1 + (index % 9) * 2 }, (_, place) => ({ shop, index, place })),
    );
    const linkType = query.get("link-type");
    const isDeep = query.get("allow-deep-linking") === "true";
    const shown = plain.filter(({ index }) => !isDeep || index % 6 !== 5);
    const texts = shown.map((each) => textLink(each, ids.get(each.shop) ?? 0));
    return linkType === "Text Link"
      ? list("links", texts, texts.length, query, 100)
      : list("links", [...rows, ...texts], total + texts.length, query, 100);
  }
  return list("links", rows, total, query, 100);
}

function matches({ shop, changedAt }: SandboxLink, query: URLSearchParams): boolean {
  const country = query.get("targeted-country");
  const updated = query.get("last-updated");
  return (
    (country === null || country === shop.country) &&
    (updated === null || changedAt.getTime() >= Date.parse(`${updated} UTC`))
  );
}

const LANGUAGES: Readonly<Record<string, string>> = {
  de: "German",
  fr: "French",
  en: "English",
  pl: "Polish",
  ar: "Arabic",
};

const clickUrl = (linkId: number): string => `https://www.tkqlhce.com/click-${websiteId}-${linkId}`;

/** CJ's dates have no offset at any time. */
const date = (time: Date): string => wallClock(time, "UTC", "yyyy-MM-dd HH:mm:ss.'0'");

function promotion(link: SandboxLink, id: number, { now }: SandboxContext): string {
  const { shop, text: words, percent, bits, linkId, startsAt, endsAt, type, broken } = link;
  // CJ shows links that run now or will: their dates are never over.
  const ends = endsAt === null || endsAt < now ? "" : date(endsAt);
  return `<link>${element("advertiser-id", String(id))}${element("advertiser-name", shop.name)}
${element("ad-content", words.title)}${element("category", bits % 2 === 0 ? "bed & bath" : "outdoors")}<click-commission>0.0</click-commission>
<creative-height>0</creative-height><creative-width>0</creative-width>${element("language", LANGUAGES[shop.language] ?? "")}
<lead-commission></lead-commission><link-code-html>${escaped(`<a href="${clickUrl(linkId)}">${words.title}</a>`)}</link-code-html>
${element("destination", link.landing)}${broken ? "<link-id/>" : element("link-id", String(linkId))}${element("link-name", words.title)}
${element("description", words.description)}<link-type>Text Link</link-type><allow-deep-linking>true</allow-deep-linking>
${element("promotion-start-date", date(startsAt))}${element("promotion-end-date", ends)}${element("promotion-type", type)}
${element("coupon-code", link.code ?? "")}<relationship-status>joined</relationship-status>
${element("sale-commission", bits % 7 === 0 ? `${shop.currency} ${percent}.00` : `${3 + (bits % 9)}.00%`)}<seven-day-epc>N/A</seven-day-epc>
${element("targeted-countries", bits % 8 === 0 ? "" : [...new Set([shop.country, "US"])].join(bits % 2 === 0 ? "," : ", "))}
${element("event-name", bits % 6 === 0 ? "Black Friday" : "")}${element("last-updated", date(link.changedAt))}${element("clickUrl", clickUrl(linkId))}</link>`;
}

interface PlainLink {
  readonly shop: Shop;
  readonly index: number;
  readonly place: number;
}

function textLink({ shop, index, place }: PlainLink, id: number): string {
  const linkId = 900_000_000 + id * 10 + (hash("cj text", index, place) % 7) + place * 7;
  return `<link>${element("advertiser-id", String(id))}${element("advertiser-name", shop.name)}<coupon-code/>
${element("destination", `https://www.${shop.domain}`)}${element("link-id", String(linkId))}${element("link-name", shop.name)}<link-type>Text Link</link-type>
<allow-deep-linking>${index % 6 !== 5}</allow-deep-linking><promotion-type>N/A</promotion-type><relationship-status>joined</relationship-status>
${element("clickUrl", clickUrl(linkId))}</link>`;
}
