/** A listing of CJ: advertisers, their promotions, their products. */
import type { ListingEnd, OfferPage } from "../adapter.ts";
import { changesSince, onlyChanges } from "../kit/incremental.ts";
import { type AnyPart, listParts } from "../kit/listing.ts";
import { advertisersPart } from "./advertisers.ts";
import { doubtPart, promotionsPart } from "./links.ts";
import { productsPart } from "./products.ts";
import type { CjRecord } from "./records.ts";
import type { CjContext } from "./rest.ts";

/** `last-updated` is a day, in a zone that CJ does not name. */
const LAST_UPDATED_SLACK_MS = 24 * 3_600_000;

/**
 * Programmes are listed whole in every run. Of promotions and products an incremental run asks for what has changed;
 * a link that CJ deletes just vanishes, so only a whole run tells what is gone.
 */
export async function* listing(context: CjContext): AsyncGenerator<OfferPage<CjRecord>, ListingEnd, void> {
  const { pull, promotionTypes, relationships, advertiserIds } = context.settings;
  const since = changesSince(context);
  const chosen = advertiserIds.length > 0 ? advertiserIds.join(",") : null;
  const parts: AnyPart<CjRecord>[] = [];
  const wantsProgrammes = pull.includes("programmes");
  const wantsPromotions = pull.includes("promotions");
  if (chosen !== null && (wantsProgrammes || wantsPromotions)) {
    parts.push(advertisersPart(context, chosen, wantsProgrammes));
  } else {
    if (wantsPromotions || (wantsProgrammes && relationships.includes("joined"))) {
      parts.push(advertisersPart(context, "joined", wantsProgrammes && relationships.includes("joined")));
    }
    if (wantsProgrammes && relationships.includes("notjoined")) {
      parts.push(advertisersPart(context, "notjoined", true));
    }
  }
  if (wantsPromotions) {
    const updated = since && new Date(since.getTime() - LAST_UPDATED_SLACK_MS);
    for (const type of promotionTypes) parts.push(promotionsPart(context, type, chosen ?? "joined", updated));
    if (since === null) parts.push(doubtPart(context, chosen ?? "joined"));
  }
  if (pull.includes("products")) parts.push(productsPart(context, since));
  const end = yield* listParts(parts, context);
  const changesOnly = since !== null && (wantsPromotions || pull.includes("products"));
  if (!changesOnly || end.coverage === "PARTIAL") return end;
  return { coverage: "PARTIAL", reason: [onlyChanges(since), end.reason].filter(Boolean).join("; ") };
}
