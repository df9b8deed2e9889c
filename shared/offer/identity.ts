/** What an offer is apart from its id: enough to know it again when its network gives it another one. */
import { hash } from "node:crypto";
import type { OfferContent } from "./model.ts";

/**
 * 66 bits of what does not change while an offer stays itself (kind, title, merchant, code, GTIN), base64url. Price,
 * dates, texts and links are left out: they move, and links often hold the id. Not unique: two offers may share it.
 */
export const identityOf = ({ kind, title, merchant, couponCode, gtin }: OfferContent): string =>
  hash("sha256", JSON.stringify([kind, title, merchant?.id ?? null, couponCode, gtin]), "base64url").slice(
    0,
    11,
  );
