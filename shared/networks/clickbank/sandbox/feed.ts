/** GET /feeds/marketplace_feed_v2.xml.zip: the whole marketplace, in ISO-8859-1. */
import type { Answer, SandboxContext } from "../../../sandbox/sandbox.ts";
import { zipOf } from "../../../sandbox/zip.ts";
import { CATEGORIES, isBroken, marketplaceAt, type Vendor } from "./vendors.ts";

export function feed(context: SandboxContext): Answer {
  const { vendors } = marketplaceAt(context);
  const xml = [
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE Catalog SYSTEM "marketplace_feed_v2.dtd">\n<Catalog>\n',
    ...CATEGORIES.map((name) => categoryOf(name, vendors)),
    "</Catalog>\n",
  ].join("");
  const dtd = "<!ELEMENT Catalog (Category*)>\n";
  return {
    status: 200,
    headers: { "content-type": "application/zip" },
    body: zipOf({
      "marketplace_feed_v2.dtd": dtd,
      "marketplace_feed_v2.xml": Buffer.from(xml, "latin1"),
    }),
  };
}

/** A vendor without a subcategory, and every second entry of a vendor, stands in the category itself. */
function categoryOf(name: string, vendors: readonly Vendor[]): string {
  const own = vendors.filter(
    ({ category, subCategory, secondCategory }) =>
      (category === name && subCategory === null) || (category !== name && secondCategory === name),
  );
  const inside = vendors.filter(({ category, subCategory }) => category === name && subCategory !== null);
  const names = [...new Set(inside.map(({ subCategory }) => subCategory ?? ""))];
  const nested = names.map(
    (each) =>
      `<Category><Name>${xmlText(each)}</Name>${inside
        .filter(({ subCategory }) => subCategory === each)
        .map(site)
        .join("")}</Category>\n`,
  );
  return `<Category><Name>${xmlText(name)}</Name>${own.map(site).join("")}${nested.join("")}</Category>\n`;
}

function site(vendor: Vendor): string {
  const { nickname, title, description, percent, initialDollars, rebillDollars, index, activatedAt, bits } =
    vendor;
  const recurring = rebillDollars > 0;
  const elements = {
    Id: isBroken(vendor) ? "" : nickname,
    PopularityRank: index + 1,
    Title: htmlText(title),
    Description: htmlText(description),
    HasRecurringProducts: recurring,
    Gravity: (bits % 900) / 10,
    PercentPerSale: `${percent}.0`,
    PercentPerRebill: recurring ? `${percent - 10}.0` : "0.0",
    AverageEarningsPerSale: (initialDollars + rebillDollars).toFixed(2),
    InitialEarningsPerSale: initialDollars.toFixed(2),
    TotalRebillAmt: rebillDollars.toFixed(2),
    Referred: "91.0",
    Commission: percent,
    ActivateDate: bits % 15 === 0 ? "" : activatedAt.toISOString().slice(0, 10),
  };
  const text = Object.entries(elements)
    .map(([name, value]) => `<${name}>${xmlText(String(value))}</${name}>`)
    .join("");
  return `<Site>${text}</Site>\n`;
}

/** Escaped for HTML, and then once more for XML; what ISO-8859-1 does not have is a number. */
const htmlText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replace(/[^\p{ASCII}\u00a0-\u00ff]/gu, (letter) => `&#${letter.codePointAt(0)};`);

const xmlText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
