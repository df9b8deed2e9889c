/** Everything that a feed keeps of sources and offers, to be compared. */
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { sql } from "kysely";
import type { TestFeed } from "../support.ts";

const keyOf = ({ pk, sk }: Record<string, unknown>): string => JSON.stringify([pk, sk]);

export async function stored({ feed, environment }: TestFeed): Promise<unknown> {
  const { client, table } = feed.offers;
  const items = await Promise.all(
    [table, environment["SOURCES_TABLE"]].map(async (TableName) => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      return Items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    }),
  );
  const counts = await sql`select (select count(*) from offers) as offers,
    (select count(*) from offer_changes) as changes, (select count(*) from names) as names`.execute(
    feed.database,
  );
  return { items, counts: counts.rows };
}
