/**
 * How a version's record is packed into one attribute. DynamoDB bills an item by the kilobyte, twice over in a
 * transaction and twice for an offer (version and current record): packed, nearly every offer stays within the first one.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * What records have in common, most common last, as deflate wants it. Texts packed with one dictionary can only be read
 * with the same: a better one gets a number of its own and an attribute of its own beside this.
 */
const DICTIONARY = Buffer.from(
  [
    '"Electronics","Home & Garden","Clothing, Shoes & Jewelry","Health & Beauty","Sports & Outdoors","Toys & Games"',
    " > free shipping new customers only discount offer sale code save minimum spend with for the and of in ",
    '"type":"PERCENT","value":"10","type":"FIXED","min":"5","max":"5","type":"RANGE","basis":"SALE","basis":"LEAD"',
    '"kind":"COUPON","kind":"DEAL","kind":"PROGRAMME","availability":"OUT_OF_STOCK","joinStatus":"JOINED"',
    '"status":"EXPIRED","previousStatus":"ACTIVE","status":"REMOVED","cause":"REMOVAL","cause":"EXPIRY","cause":"ADMIN"',
    '"changedFields":["status"],"changedFields":["price"],"changedFields":["price","originalPrice","discount"]',
    ".jpg .png ?utm_source= &utm_medium=affiliate https://www. .com/ https://images. https://cdn. /products/ /p/ ?id=",
    '"sourceId":"","networkId":"generic-feed","sourceOfferId":"","status":"ACTIVE","previousStatus":null,',
    '"content":{"kind":"PRODUCT","title":"","description":null,"merchant":{"id":".com","name":"","domain":".com"},',
    '"url":"https://www.","trackingUrl":"https://www.","images":["https://"],"price":{"amount":"19.99","currency":"EUR"},',
    '"originalPrice":{"amount":"29.99","currency":"USD"},"originalPrice":null,"discount":{"type":"PERCENT","value":"25",',
    '"currency":null},"discount":null,"couponCode":null,"restrictions":[],"availability":"IN_STOCK","availability":"UNKNOWN",',
    '"joinStatus":"UNKNOWN","commission":{"type":"PERCENT","min":"5","max":"5","currency":null,"basis":"SALE"},',
    '"commission":null,"categories":[],"tags":[],"countries":[],"languages":["en"],"languages":[],"gtin":null,',
    '"startsAt":null,"endsAt":null},"fingerprint":"","sourceFingerprint":"","cause":"SYNC","author":null,"reason":null,',
    '"runId":"","place":"1-000000.0","runSeq":1,"changedFields":["kind","title","description","merchant","url","trackingUrl",',
    '"images","price","availability","joinStatus","commission","categories"],"firstSeenAt":"2026-',
    'T00:00:00.000Z",',
    '"changedAt":"2026-","removedAt":null,"lastSeenAt":null,"listed":true,"hidden":false,"sandbox":false,"quiet":false,',
    '"rawRef":"raw/source=/date=2026-.jsonl.gz#0"',
  ].join(""),
);

export const pack = (value: unknown): Uint8Array =>
  deflateRawSync(JSON.stringify(value), { dictionary: DICTIONARY });

/** @param packed base64 as a stream's event brings it, or the bytes as a read brings them */
export const unpack = (packed: Uint8Array | string): unknown =>
  JSON.parse(
    inflateRawSync(typeof packed === "string" ? Buffer.from(packed, "base64") : packed, {
      dictionary: DICTIONARY,
    }).toString(),
  );
