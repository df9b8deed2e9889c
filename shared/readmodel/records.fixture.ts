/** Version records for tests: an ordinary active offer, except for what a test says. */
import type { VersionRecord } from "../ledger/records.ts";
import { fingerprintOf } from "../offer/fingerprint.ts";
import { type OfferContent, offerIdOf } from "../offer/model.ts";

export interface SampleRecord extends Partial<Omit<VersionRecord, "content">> {
  readonly content?: Partial<OfferContent>;
}

const CONTENT: OfferContent = {
  kind: "PRODUCT",
  title: "Trail running shoes",
  description: "Light and grippy.",
  merchant: { id: "shop.example", name: "Shop", domain: "shop.example" },
  url: "https://shop.example/p/1",
  trackingUrl: "https://track.example/c?p=1",
  images: [],
  price: { amount: "80.00", currency: "EUR" },
  originalPrice: null,
  discount: null,
  couponCode: null,
  restrictions: [],
  availability: "IN_STOCK",
  joinStatus: "JOINED",
  commission: { type: "PERCENT", min: "5", max: null, currency: null, basis: "SALE" },
  categories: ["Fashion > Shoes"],
  tags: [],
  countries: [],
  languages: [],
  gtin: null,
  startsAt: null,
  endsAt: null,
};

export function sampleRecord(sample: SampleRecord = {}): VersionRecord {
  const sourceId = sample.sourceId ?? "src";
  const sourceOfferId = sample.sourceOfferId ?? "1";
  const content: OfferContent = { ...CONTENT, ...sample.content };
  const fingerprint = fingerprintOf(content);
  const record: VersionRecord = {
    offerId: offerIdOf(sourceId, sourceOfferId),
    sourceId,
    networkId: "awin",
    sourceOfferId,
    version: 1,
    status: "ACTIVE",
    previousStatus: null,
    content,
    fingerprint,
    sourceFingerprint: fingerprint,
    cause: "SYNC",
    author: null,
    reason: null,
    runId: `${sourceId}:run1`,
    place: "1-000000.0",
    runSeq: 1,
    changedFields: ["title"],
    firstSeenAt: "2026-01-01T00:00:00.000Z",
    changedAt: "2026-01-01T00:00:00.000Z",
    listed: true,
    removedAt: null,
    lastSeenAt: null,
    hidden: false,
    sandbox: false,
    quiet: false,
    saidAt: null,
    rawRef: null,
  };
  return { ...record, ...sample, content };
}
