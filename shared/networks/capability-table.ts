/** What each network brings, as one table: printed by `offers networks --capabilities`, kept in docs/networks.md. */
import type { NetworkDescription } from "./catalogue.ts";

export const CAPABILITY_COLUMNS = [
  "network",
  "products",
  "coupons",
  "deals",
  "programmes",
  "commission",
  "incremental",
  "sub-id",
  "shown for",
  "proven against",
] as const;

const tick = (has: boolean): string => (has ? "yes" : "–");

/** One row a network, its cells in the order of the columns. */
export const capabilityRow = ({
  id,
  capabilities,
  policy,
  maturity,
  retired,
}: NetworkDescription): string[] => [
  id,
  tick(capabilities.products),
  tick(capabilities.coupons),
  tick(capabilities.deals),
  tick(capabilities.programmes),
  tick(capabilities.commission),
  tick(capabilities.incremental),
  capabilities.subId ?? "–",
  policy.maxAgeHours === null ? "no limit" : `${policy.maxAgeHours} h`,
  retired === null ? maturity : `closed ${retired.at}, see ${retired.replacedBy ?? "its page"}`,
];
