/** What is made of this site's deals. */
import { expect, test } from "vitest";
import { normaliseOffer } from "../../offer/normalise.ts";
import { adapter } from "./index.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const node = {
  "@type": "Product",
  name: "Notewell &amp; Co Lifetime Deal",
  sku: "NW-LTD",
  image: "/images/deals/notewell.png",
  description: "Team notes &amp; wikis.",
  brand: { "@type": "Brand", name: "Notewell" },
  category: "Productivity",
  offers: {
    "@type": "Offer",
    price: "59",
    priceCurrency: "USD",
    availability: "https://schema.org/InStock",
    priceValidUntil: "2026-12-05",
  },
};
const url = "https://saaswiz.com/deals/notewell";

test("a page's deal has every field in its place", () => {
  const draft = adapter.toOffer(
    { platform: "jsonld", base: "https://saaswiz.com", record: { url, node, breadcrumb: [] } },
    {
      credentials: {},
      settings: adapter.settingsSchema.parse({ affiliateParam: "ref", affiliateValue: "1" }),
      now: NOW,
    },
  );
  expect(draft?.sourceOfferId).toBe("sku-NW-LTD");
  expect(draft && normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW })).toMatchObject({
    kind: "DEAL",
    title: "Notewell & Co Lifetime Deal",
    description: "Team notes & wikis.",
    merchant: { id: "name:notewell", name: "Notewell", domain: null },
    url,
    trackingUrl: `${url}?ref=1`,
    images: ["https://saaswiz.com/images/deals/notewell.png"],
    price: { amount: "59.00", currency: "USD" },
    availability: "IN_STOCK",
    categories: ["Productivity"],
    tags: ["Lifetime"],
    endsAt: "2026-12-05T23:59:59Z",
  });
});
