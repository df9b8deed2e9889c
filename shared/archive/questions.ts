/** Questions to the history that come up again and again: saved in Athena's workgroup, and the same text for DuckDB. */
import { HISTORY_VIEW } from "./table.ts";

export interface SavedQuestion {
  readonly name: string;
  readonly description: string;
  /** Put the source's id for SOURCE. Athena wants at least one: it reads no source that is not named. */
  readonly sql: string;
}

export const SAVED_QUESTIONS: readonly SavedQuestion[] = [
  {
    name: "price-history",
    description: "Every price that each offer of a source has had, and since when",
    sql: `SELECT offerid, version, changedat, price, currency
FROM (
  SELECT offerid, version, changedat,
    content.price.amount AS price, content.price.currency AS currency,
    lag(content.price.amount) OVER (PARTITION BY offerid ORDER BY version) AS earlier
  FROM ${HISTORY_VIEW}
  WHERE source = 'SOURCE'
) AS prices
WHERE price IS NOT NULL AND (earlier IS NULL OR earlier <> price)
ORDER BY offerid, version`,
  },
  {
    name: "commission-cuts",
    description: "Offers of a source whose commission fell, newest first",
    sql: `SELECT offerid, changedat, title, earlier, latest
FROM (
  SELECT offerid, changedat, content.title AS title,
    TRY_CAST(coalesce(content.commission.max, content.commission.min) AS DECIMAL(18, 4)) AS latest,
    lag(TRY_CAST(coalesce(content.commission.max, content.commission.min) AS DECIMAL(18, 4)))
      OVER (PARTITION BY offerid, content.commission.type, content.commission.currency ORDER BY version) AS earlier
  FROM ${HISTORY_VIEW}
  WHERE source = 'SOURCE'
) AS commissions
WHERE latest < earlier
ORDER BY changedat DESC`,
  },
  {
    name: "changes-a-day",
    description: "How much of a source changed on each day, by cause",
    sql: `SELECT "date", cause, count(*) AS versions, count(DISTINCT offerid) AS offers
FROM ${HISTORY_VIEW}
WHERE source = 'SOURCE'
GROUP BY "date", cause
ORDER BY "date", cause`,
  },
];
