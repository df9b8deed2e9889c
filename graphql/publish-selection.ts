/**
 * The fields that publications select: all that a subscriber may ask for, since AppSync gives subscribers what the
 * publisher selected and nothing else. A test holds them against the schema. `Offer.source`, `versions`, `priceHistory`
 * and `lowestPrice30Days` are left out: AppSync does not resolve them inside a subscription.
 */

const MONEY = "amount currency";

export const OFFER_FIELDS = `id sourceId networkId sourceOfferId kind status title description
  merchant { id name domain } url trackingUrl images price { ${MONEY} } originalPrice { ${MONEY} }
  discount { type value currency } couponCode restrictions availability joinStatus
  commission { type min max currency basis } categories tags countries languages gtin startsAt endsAt
  version firstSeenAt changedAt lastSeenAt lastVerifiedAt sandbox disclosure overriddenFields`;

export const OFFER_CHANGE_FIELDS = `type offerId networkId sourceId kind merchantId categoryKeys countryKeys
  discountPercent version changedAt cursor offer { ${OFFER_FIELDS} }`;

export const SYNC_RUN_FIELDS = `id sourceId task dryRun mode status coverage startedAt finishedAt fetched created changed
  unchanged removed rejected retries resumes message`;
