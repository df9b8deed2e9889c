/** A whole offer that an editor has entered, held to the rules of `editor-fields.ts` and then normalised like any other. */
import { gtin14, httpUrl } from "./codes.ts";
import { type EditorInput, type FieldFault, readEditorFields } from "./editor-fields.ts";
import type { OfferContent, OfferDraft } from "./model.ts";
import { normaliseOffer, sourceOfferId } from "./normalise.ts";
import { Unnormalisable } from "./unnormalisable.ts";

/** As `OfferDraft`; dates without an offset are in UTC. */
export type EnteredOffer = Pick<
  OfferDraft,
  | "sourceOfferId"
  | "kind"
  | "title"
  | "trackingUrl"
  | "url"
  | "merchant"
  | "commission"
  | "joinStatus"
  | "gtin"
> &
  EditorInput & { readonly title: string };

export type ReadOffer =
  | { readonly ok: true; readonly sourceOfferId: string; readonly content: OfferContent }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** @returns the offer, or everything that is wrong with it, field by field */
export function readEnteredOffer(entered: EnteredOffer, now: Date): ReadOffer {
  const faults = [...readEditorFields(entered, now).faults, ...ownFaults(entered)];
  if (faults.length > 0) return { ok: false, faults };
  try {
    const content = normaliseOffer(entered, { timeZone: "UTC", now });
    if (entered.originalPrice && content.originalPrice === null) {
      const message = "originalPrice: it is no reduction to the price: more than it, in its currency.";
      return { ok: false, faults: [{ path: ["originalPrice"], message }] };
    }
    return { ok: true, sourceOfferId: sourceOfferId(entered), content };
  } catch (error) {
    if (!(error instanceof Unnormalisable)) throw error;
    return { ok: false, faults: [{ path: [], message: `The offer cannot be taken: ${error.message}.` }] };
  }
}

function ownFaults({ kind, couponCode, trackingUrl, url, gtin }: EnteredOffer): FieldFault[] {
  const faults: FieldFault[] = [];
  const urls = { trackingUrl, url };
  for (const [field, value] of Object.entries(urls)) {
    if (value != null && httpUrl(value) === null)
      faults.push({ path: [field], message: `${field}: "${value.slice(0, 80)}" is not an http(s) URL.` });
  }
  if (gtin != null && gtin14(gtin) === null)
    faults.push({
      path: ["gtin"],
      message: `gtin: "${gtin.slice(0, 40)}" is no GTIN whose check digit holds.`,
    });
  if (kind === "COUPON" && !couponCode?.trim())
    faults.push({
      path: ["couponCode"],
      message: "couponCode: a COUPON has a code; without one it is a DEAL.",
    });
  return faults;
}
