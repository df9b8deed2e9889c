/** What editors put in the place of what a source says: field by field, and off again. */
import { changedFields, fingerprintOf } from "./fingerprint.ts";
import type { Discount, OfferContent } from "./model.ts";
import { discount, listPrice } from "./normalise.ts";

/** Never what an offer is known by (kind, merchant, GTIN) nor what it earns (tracking URL, commission, joining). */
export const OVERRIDABLE_FIELDS = [
  "title",
  "description",
  "images",
  "price",
  "originalPrice",
  "discount",
  "couponCode",
  "restrictions",
  "availability",
  "categories",
  "tags",
  "countries",
  "languages",
  "startsAt",
  "endsAt",
] as const satisfies readonly (keyof OfferContent)[];

export type OverridableField = (typeof OVERRIDABLE_FIELDS)[number];

/** Values that stand in the place of the source's, normalised. */
export type Edits = Partial<Pick<OfferContent, OverridableField>>;

export interface Editorial {
  /** In the order of `OVERRIDABLE_FIELDS`, at least one; their values are the content's. */
  readonly overridden: readonly OverridableField[];
  /** What the source says of them, and of every field that follows from them. */
  readonly source: Partial<OfferContent>;
}

interface Edited {
  readonly content: OfferContent;
  readonly editorial?: Editorial | undefined;
}

/** What the source says, whatever editors have put on top. */
export const sourceContent = ({ content, editorial }: Edited): OfferContent =>
  editorial === undefined ? content : { ...content, ...editorial.source };

/** The fingerprint of `sourceContent`. */
export const saidFingerprint = (record: Edited & { readonly fingerprint: string }): string =>
  record.editorial === undefined ? record.fingerprint : fingerprintOf(sourceContent(record));

export const editsOf = ({ content, editorial }: Edited): Edits =>
  Object.fromEntries((editorial?.overridden ?? []).map((field) => [field, content[field]]));

/** What is shown of what a source says (with its fingerprint) once editors' values stand in their places. */
export function edited(
  said: { readonly content: OfferContent; readonly fingerprint: string },
  edits: Edits,
): {
  readonly content: OfferContent;
  readonly fingerprint: string;
  readonly editorial: Editorial | undefined;
} {
  const overridden = OVERRIDABLE_FIELDS.filter((field) => edits[field] !== undefined);
  if (overridden.length === 0)
    return { content: said.content, fingerprint: said.fingerprint, editorial: undefined };
  const content = consistent(said.content, edits);
  const differing = changedFields(said.content, content) as (keyof OfferContent)[];
  const fields = new Set<keyof OfferContent>([...overridden, ...differing]);
  const source = Object.fromEntries([...fields].map((field) => [field, said.content[field]]));
  return { content, fingerprint: fingerprintOf(content), editorial: { overridden, source } };
}

/** The rules that hold for every offer, for what editors have not said themselves: see `normaliseOffer`. */
function consistent(source: OfferContent, edits: Edits): OfferContent {
  const shown = { ...source, ...edits };
  const isRepriced = edits.price !== undefined || edits.originalPrice !== undefined;
  const originalPrice =
    isRepriced && edits.originalPrice === undefined
      ? listPrice(source.originalPrice, shown.price)
      : shown.originalPrice;
  return {
    ...shown,
    kind: shown.kind === "COUPON" && shown.couponCode === null ? "DEAL" : shown.kind,
    originalPrice,
    discount:
      isRepriced && edits.discount === undefined
        ? repriced(source, { ...shown, originalPrice })
        : shown.discount,
  };
}

/** A discount that follows from the source's prices follows the editors' too; one of another kind stays as it was said. */
function repriced(source: OfferContent, { originalPrice, price }: OfferContent): Discount | null {
  const computed = discount(null, source.originalPrice, source.price);
  return source.discount === null || JSON.stringify(source.discount) === JSON.stringify(computed)
    ? discount(null, listPrice(originalPrice, price), price)
    : source.discount;
}
