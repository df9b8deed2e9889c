/** The whole way of an offer, from the network's sandbox to visible in GraphQL, and what refreshes cost after it. */
import type { StartedFeed } from "../local/feed/start-feed.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import { ask, SOURCE, synced } from "./catalogue.ts";
import { rawWriteRate } from "./raw-engine.ts";
import { number, type Row } from "./rows.ts";

const READ_SHARE = 1 / 20;
const CHANGED_SHARE = 0.02;

export async function pipelineRows(started: StartedFeed, offers: number): Promise<Row[]> {
  console.log(`First sync of ${number(offers)} offers …`);
  const first = await synced(started, offers, { revision: 0 });
  const visible = await visibleOffers(started.graphqlUrl);
  if (visible !== offers) throw new Error(`${visible} of ${offers} offers are visible after the first sync.`);
  console.log("The same items straight into the engine …");
  const records: VersionRecord[] = [];
  for await (const page of started.feed.ledger.all("CURRENT", SOURCE)) records.push(...page);
  const raw = await rawWriteRate(records);
  console.log("Refreshes: unchanged, then one in a hundred changed …");
  await synced(started, offers, { revision: 0 });
  const unchanged = await synced(started, offers, { revision: 0 });
  const changed = await synced(started, offers, { revision: 1 });
  const rate = offers / first.seconds;
  const firstUnits = first.run.writeUnits;
  const readShare = unchanged.run.readUnits / firstUnits;
  const changedShare = changed.run.writeUnits / firstUnits;
  return [
    {
      what: "first sync, from the network to visible in GraphQL",
      measured: `${number(rate)} offers/s`,
      value: rate,
      comparedWith: `${number(raw)} offers/s straight into the same engine: ratio ${number(rate / raw)}`,
      target: "1,000 offers/s, and half of the engine",
      met: rate >= 1_000 && rate / raw >= 0.5,
    },
    {
      what: "refresh, nothing changed: writes",
      measured: `${unchanged.run.writeUnits} write units, ${unchanged.run.created + unchanged.run.changed} offers written`,
      value: unchanged.run.writeUnits,
      comparedWith: `${number(firstUnits)} write units of the first sync`,
      target: "0",
      met: unchanged.run.writeUnits === 0,
    },
    {
      what: "refresh, nothing changed: reads",
      measured: `${number(unchanged.run.readUnits)} read units`,
      value: readShare,
      comparedWith: `1/${number(1 / readShare)} of the first sync's write units`,
      target: "at most 1/20",
      met: readShare <= READ_SHARE,
    },
    {
      what: "refresh, 1 % changed: writes",
      measured: `${number(changed.run.writeUnits)} write units for ${changed.run.changed} offers`,
      value: changedShare,
      comparedWith: `${number(changedShare * 100)} % of the first sync's`,
      target: "at most 2 %",
      met: changedShare <= CHANGED_SHARE,
    },
    {
      what: "refresh, nothing changed, as a whole run",
      measured: `${number(offers / unchanged.seconds)} offers/s`,
      value: offers / unchanged.seconds,
      comparedWith: `${number(unchanged.seconds / first.seconds)} of the first sync's time`,
      target: "",
      met: null,
    },
  ];
}

async function visibleOffers(url: string): Promise<number> {
  const query = `{ offers(filter: { sourceIds: ["${SOURCE}"] }) { totalCount } }`;
  return (await ask<{ offers: { totalCount: number } }>(url, query)).offers.totalCount;
}
