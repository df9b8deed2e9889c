/** CSV by RFC 4180 that a spreadsheet can open without running what it holds. */
import { stringify } from "csv-stringify/sync";
import type { ExportedOffer, ExportFormat } from "./format.ts";

/** Between the values of a list. */
const SEPARATOR = " | ";

type Value = (offer: ExportedOffer) => string | number | boolean | null | undefined;

const list =
  (values: (offer: ExportedOffer) => readonly string[]): Value =>
  (offer) =>
    values(offer).join(SEPARATOR);

/** By heading, in their order. A column never changes its name or meaning; new ones come last. */
export const CSV_COLUMNS: Readonly<Record<string, Value>> = {
  id: ({ id }) => id,
  sourceId: ({ sourceId }) => sourceId,
  networkId: ({ networkId }) => networkId,
  sourceOfferId: ({ sourceOfferId }) => sourceOfferId,
  kind: ({ kind }) => kind,
  status: ({ status }) => status,
  title: ({ title }) => title,
  description: ({ description }) => description,
  merchantId: ({ merchant }) => merchant?.id,
  merchantName: ({ merchant }) => merchant?.name,
  merchantDomain: ({ merchant }) => merchant?.domain,
  url: ({ url }) => url,
  trackingUrl: ({ trackingUrl }) => trackingUrl,
  images: list(({ images }) => images),
  price: ({ price }) => price?.amount,
  originalPrice: ({ originalPrice }) => originalPrice?.amount,
  currency: ({ price, originalPrice }) => (price ?? originalPrice)?.currency,
  discountType: ({ discount }) => discount?.type,
  discountValue: ({ discount }) => discount?.value,
  discountCurrency: ({ discount }) => discount?.currency,
  couponCode: ({ couponCode }) => couponCode,
  restrictions: list(({ restrictions }) => restrictions),
  availability: ({ availability }) => availability,
  joinStatus: ({ joinStatus }) => joinStatus,
  commissionType: ({ commission }) => commission?.type,
  commissionMin: ({ commission }) => commission?.min,
  commissionMax: ({ commission }) => commission?.max,
  commissionCurrency: ({ commission }) => commission?.currency,
  commissionBasis: ({ commission }) => commission?.basis,
  categories: list(({ categories }) => categories),
  tags: list(({ tags }) => tags),
  countries: list(({ countries }) => countries),
  languages: list(({ languages }) => languages),
  gtin: ({ gtin }) => gtin,
  startsAt: ({ startsAt }) => startsAt,
  endsAt: ({ endsAt }) => endsAt,
  version: ({ version }) => version,
  firstSeenAt: ({ firstSeenAt }) => firstSeenAt,
  changedAt: ({ changedAt }) => changedAt,
  lastSeenAt: ({ lastSeenAt }) => lastSeenAt,
  lastVerifiedAt: ({ lastVerifiedAt }) => lastVerifiedAt,
  sandbox: ({ sandbox }) => sandbox,
  disclosure: ({ disclosure }) => disclosure,
};

/** A line break in a text becomes a space, so that a record is a line. */
const oneLine = (value: ReturnType<Value>): string =>
  String(value ?? "").replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " ");

const records = (rows: readonly (readonly string[])[]): string =>
  // A cell that begins like a formula gets an apostrophe, which keeps spreadsheets from computing it.
  stringify(
    rows.map((row) => [...row]),
    { record_delimiter: "windows", escape_formulas: true },
  );

export const csv: ExportFormat = {
  contentType: "text/csv; charset=utf-8",
  extension: "csv",
  head: () => records([Object.keys(CSV_COLUMNS)]),
  part: (offers) =>
    records(offers.map((offer) => Object.values(CSV_COLUMNS).map((value) => oneLine(value(offer))))),
  foot: "",
};
