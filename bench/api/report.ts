/** What the API bears: typical queries under load beside their bare SQL, and many subscribers. */
import { setTimeout as sleep } from "node:timers/promises";
import type { StartedFeed } from "../../local/feed/start-feed.ts";
import { projectOffers } from "../../shared/readmodel/project.ts";
import { tidy } from "../../shared/readmodel/upkeep.ts";
import { benchRecords } from "../bench-records.ts";
import { synced } from "../catalogue.ts";
import { type Grid, number, percentile, type Report, type Row } from "../rows.ts";
import { type Load, loadApi } from "./load.ts";
import { OPERATIONS, type OperationName } from "./operations.ts";
import { loadDatabase, statementsOf } from "./statements.ts";
import { subscriberRow } from "./subscribers.ts";

export interface ApiSizes {
  readonly offers: number;
  readonly clients: readonly number[];
  /** How many of the operations. */
  readonly operations: number;
  /** How long each operation is asked for. */
  readonly seconds: number;
  readonly subscribers: number;
  readonly changes: number;
}

interface Measured {
  readonly operation: OperationName;
  readonly clients: number;
  readonly api: Load;
  readonly sql: Load;
}

/** A few offers come in by a sync, so that there are changes to tell of; the rest as the stream would bring them. */
const SYNCED = 200;
const LAST_ANSWERS_MS = 1_000;

export async function measureApi(started: StartedFeed, sizes: ApiSizes): Promise<Report> {
  await synced(started, SYNCED, { revision: 0 });
  const subscribers = await subscriberRow(started, sizes);
  console.log(`Loading ${number(sizes.offers)} offers …`);
  for (const page of benchRecords(0, sizes.offers)) await projectOffers(started.feed.database, page);
  await tidy(started.feed.database);
  const measured: Measured[] = [];
  const operations = Object.keys(OPERATIONS) as OperationName[];
  for (const operation of operations.slice(0, sizes.operations)) {
    const statements = await statementsOf(started, OPERATIONS[operation]);
    for (const clients of sizes.clients) {
      console.log(`${operation}, ${clients} clients …`);
      const load = { clients, seconds: sizes.seconds };
      const sql = await loadDatabase(started, statements, load);
      const api = await loadApi(started.graphqlUrl, OPERATIONS[operation], load);
      measured.push({ operation, clients, api, sql });
    }
  }
  // The load ends in the middle of its last requests: the server answers them before it may stop.
  await sleep(LAST_ANSWERS_MS);
  return {
    name: "api",
    rows: [subscribers, ...sizes.clients.map((clients) => rowOf(measured, clients))],
    grids: [gridOf(measured)],
    notes: [
      `${number(sizes.offers)} offers; each operation for ${sizes.seconds} s at each number of clients, over HTTP on the loopback interface.`,
      "The SQL is what the operation's resolvers send, by as many connections as the API has; the embedded PostgreSQL takes one statement at a time.",
    ],
    details: { sizes, measured },
  };
}

function rowOf(measured: readonly Measured[], clients: number): Row {
  const ratios = measured
    .filter((each) => each.clients === clients)
    .map(({ api, sql }) => api.perSecond / sql.perSecond);
  const median = percentile(ratios, 0.5);
  return {
    what: `API beside its bare SQL, ${clients} clients`,
    measured: `${number(median)} of the SQL's answers a second (median of ${ratios.length} operations)`,
    value: median,
    comparedWith: `between ${number(Math.min(...ratios))} and ${number(Math.max(...ratios))}`,
    target: "",
    met: null,
  };
}

const gridOf = (measured: readonly Measured[]): Grid => ({
  title: "The API under load, beside its SQL sent straight to PostgreSQL",
  head: [
    "operation",
    "clients",
    "API: a second",
    "p50 ms",
    "p99 ms",
    "SQL: a second",
    "p50 ms",
    "p99 ms",
    "ratio",
  ],
  body: measured.map(({ operation, clients, api, sql }) => [
    operation,
    String(clients),
    ...[api, sql].flatMap(({ perSecond, p50, p99 }) => [perSecond, p50, p99].map(number)),
    number(api.perSecond / sql.perSecond),
  ]),
});
