/** What is SaaSWiz's own in its deals: what they are known by, and who makes them. */
import { expect, test } from "vitest";
import type { ProbedRecord } from "../../storefronts/probed/shop.ts";
import { adapter } from "./index.ts";

const BASE = "https://saaswiz.com";
const map = (record: ProbedRecord) =>
  adapter.toOffer(record, {
    credentials: {},
    settings: adapter.settingsSchema.parse({ affiliateParam: "ref", affiliateValue: "1" }),
    now: new Date("2026-11-20T12:00:00Z"),
  });
const page = (node: object) =>
  map({
    platform: "jsonld",
    base: BASE,
    record: { url: `${BASE}/deals/Notewell/`, node: { name: "Notewell", ...node }, breadcrumb: [] },
  });

test.each([
  [{ productGroupID: "G1", sku: "NW" }, "group-G1"],
  [{ sku: "NW", productID: "7" }, "sku-NW"],
  [{ productID: "7" }, "id-7"],
  [{}, "path-/deals/notewell"],
])("a page with %j is known by %s", (node, id) => {
  expect(page(node)?.sourceOfferId).toBe(id);
});

test("a page's maker is the merchant, and SaaSWiz where it names none", () => {
  expect(page({ brand: "Notewell Inc" })?.merchant).toEqual({ name: "Notewell Inc", domain: null });
  expect(page({})?.merchant).toEqual({ name: "SaaSWiz", domain: "saaswiz.com" });
});

test("a product of its Shopify shop is a deal of its vendor, with the parameter on its link", () => {
  const product = {
    id: 8123450011,
    title: "Notewell – Lifetime Plan",
    handle: "notewell-lifetime",
    vendor: "Notewell",
    variants: [{ id: 1, title: "Tier 1", price: "49.00", compare_at_price: "348.00", available: true }],
  };
  expect(
    map({ platform: "shopify", base: BASE, record: { product, variant: null, shop: null, currency: "USD" } }),
  ).toMatchObject({
    kind: "DEAL",
    merchant: { name: "Notewell" },
    trackingUrl: "https://saaswiz.com/products/notewell-lifetime?ref=1",
    price: { amount: "49.00", currency: "USD" },
    originalPrice: { amount: "348.00", currency: "USD" },
  });
});
