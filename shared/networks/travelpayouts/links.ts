/** Tracking links, formed without a call: the partner links API makes the same ones, ten at a time. */
import type { TravelpayoutsCredentials, TravelpayoutsSettings } from "./definition.ts";

export const SITE = "https://www.aviasales.com";

const AVIASALES = { campaignId: "100", promoId: "4114" } as const;

interface Campaign {
  readonly campaignId: string;
  /** The promo that a link counts for; null: the campaign's own. */
  readonly promoId: string | null;
}

/** The sub-id stands behind the marker, after a dot. */
export function fareLink(
  url: string,
  { marker, trs }: Pick<TravelpayoutsCredentials, "marker" | "trs">,
  { subId }: Pick<TravelpayoutsSettings, "subId">,
  { campaignId, promoId }: Campaign = AVIASALES,
): string {
  const promo = promoId === null ? "" : `&p=${promoId}`;
  return `https://tp.media/r?campaign_id=${campaignId}&marker=${marker}${subId === undefined ? "" : `.${subId}`}${promo}&trs=${trs}&u=${encodeURIComponent(url)}`;
}
