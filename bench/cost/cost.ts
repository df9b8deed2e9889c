/** What a million offers cost on AWS, from what a smaller number of them was measured to use. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { localTemplate } from "../../local/feed/local-template.ts";
import { startFeed, type StartedFeed } from "../../local/feed/start-feed.ts";
import { CURRENT, type Item, toItem, versionKey } from "../../shared/ledger/item.ts";
import { SOURCE, synced, type Synced } from "../catalogue.ts";
import { dollars, type Grid, number, type Report, type Row } from "../rows.ts";
import { type Bill, billPerMillion } from "./bill.ts";
import { startCapacityProxy } from "./capacity-proxy.ts";
import { functionMemory } from "./function-memory.ts";
import { createMeter, type Meter } from "./meter.ts";
import type { Usage } from "./usage.ts";

/** Dollars per million offers. */
const CHANGED_AIM = 5;
const UNCHANGED_AIM = 0.2;
/** DynamoDB bills each item with so many bytes on top of its own. */
const ITEM_OVERHEAD = 100;

interface Scenario {
  readonly name: string;
  /** What the aim is per million of. */
  readonly per: string;
  /** Offers that the usage is divided by. */
  readonly offers: number;
  readonly usage: Usage;
  readonly run: Synced["run"];
  readonly aim: number | null;
}

export async function measureCost(dataDir: string, offers: number): Promise<Report> {
  const memory = functionMemory(await localTemplate(dataDir));
  const proxy = await startCapacityProxy();
  const meter = createMeter(proxy.consumed, memory);
  try {
    const started = await startFeed({
      dataDir,
      port: 0,
      schedules: false,
      sandboxes: false,
      onTrouble: console.error,
      log: (event) => meter.log(event),
      env: { AWS_ENDPOINT_URL_DYNAMODB: proxy.url },
    });
    try {
      proxy.setTarget(started.cloud.env["AWS_ENDPOINT_URL_DYNAMODB"] ?? "");
      meter.watch(started);
      return reportOf(await scenarios(started, meter, offers), await storage(started, dataDir), offers);
    } finally {
      await started.stop();
    }
  } finally {
    meter.stop();
    await proxy.close();
  }
}

async function scenarios(started: StartedFeed, meter: Meter, offers: number): Promise<Scenario[]> {
  const measured = async (revision: number, changed = 1): Promise<{ usage: Usage; run: Synced["run"] }> => {
    meter.take();
    const { run } = await synced(started, offers, { revision, changed });
    return { usage: meter.take(), run };
  };
  console.log(`Cost of a first sync of ${number(offers)} offers …`);
  const first = await measured(0);
  console.log("Cost of refreshes: unchanged, one in a hundred changed, all changed …");
  const unchanged = await measured(0);
  const some = await measured(1);
  const all = await measured(2, 100);
  return [
    { name: "first sync", per: "new", offers, ...first, aim: CHANGED_AIM },
    { name: "refresh, nothing changed", per: "unchanged", offers, ...unchanged, aim: UNCHANGED_AIM },
    { name: "refresh, 1 % changed", per: "listed", offers, ...some, aim: null },
    { name: "refresh, all changed", per: "changed", offers: all.run.changed, ...all, aim: CHANGED_AIM },
  ];
}

interface Stored {
  /** Bytes of an offer's two items in the ledger, as DynamoDB bills them. */
  readonly currentBytes: number;
  readonly versionBytes: number;
  /** Bytes of an offer's content as JSON. */
  readonly contentBytes: number;
  /** Bytes in the archive for each version written so far. */
  readonly archivedBytes: number;
}

async function storage({ feed }: StartedFeed, dataDir: string): Promise<Stored> {
  let [offers, versions, current, version, content] = [0, 0, 0, 0, 0];
  for await (const page of feed.ledger.all("CURRENT", SOURCE)) {
    for (const record of page) {
      offers += 1;
      versions += record.version;
      current += itemBytes(toItem(record, CURRENT));
      version += itemBytes(toItem(record, versionKey(record.version)));
      content += Buffer.byteLength(JSON.stringify(record.content));
    }
  }
  return {
    currentBytes: current / offers,
    versionBytes: version / offers,
    contentBytes: content / offers,
    archivedBytes: (await bytesUnder(join(dataDir, "cloud/s3"))) / versions,
  };
}

/** Names and values, as DynamoDB counts them; a number takes about half a byte a digit. */
const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, { S, N, B }]) => {
    const value = S !== undefined ? Buffer.byteLength(S) : (B?.length ?? Math.ceil((N?.length ?? 2) / 2) + 1);
    return sum + Buffer.byteLength(name) + value;
  }, 0);

async function bytesUnder(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function reportOf(all: readonly Scenario[], stored: Stored, offers: number): Report {
  const bills = all.map((scenario) => billPerMillion(scenario.usage, scenario.offers));
  const kept = billPerMillion(keptUsage(stored), 1);
  return {
    name: "cost",
    rows: [...all.map((scenario, place) => scenarioRow(scenario, bills[place])), keptRow(stored, kept)],
    grids: [billGrid(all, bills)],
    notes: [
      `Measured with ${number(offers)} offers of ${number(stored.contentBytes)} bytes each (JSON of the content); prices: bench/prices.ts, us-east-1, no free tier.`,
      "Capacity units are those that the DynamoDB engine reports for every call of the functions, to both tables and with indexes; requests, events, invocations and log lines are counted, durations are measured.",
      "Lambda time is stretched by the share of a processor that a function's memory gives it, as if all of it were computing.",
      "A publication is counted as one AppSync operation, whichever number of mutations its request holds (up to 25); were each billed by itself, announced changes would cost $4 per million. Each subscriber costs $2 per million updates on top.",
      "Not in it: what runs by the hour whether or not anything changes (Aurora's least capacity, subscribers' connections), and tracing.",
    ],
    details: {
      offers,
      stored,
      scenarios: all.map((scenario, place) => ({ ...scenario, bill: bills[place] })),
    },
  };
}

function scenarioRow({ name, per, offers, usage, run, aim }: Scenario, bill: Bill | undefined): Row {
  const total = bill?.dollars ?? 0;
  const most = bill?.lines.toSorted((a, b) => b.dollars - a.dollars)[0];
  const units = (quantity = 0): string => number(quantity / offers);
  return {
    what: `cost of a ${name}`,
    measured: `${dollars(total)} per million ${per} offers`,
    value: total,
    comparedWith:
      `${units(usage.dynamodbWrite)} write and ${units(usage.dynamodbRead)} read units an offer ` +
      `(the run's own count: ${number(run.writeUnits / offers)} and ${number(run.readUnits / offers)}); ` +
      `most of it ${most?.service ?? "nothing"}, ${dollars(most?.dollars ?? 0)}`,
    target: aim === null ? "" : `under ${dollars(aim)}`,
    met: aim === null ? null : total < aim,
  };
}

/** Of one offer with one version, for a month. */
const keptUsage = ({ currentBytes, versionBytes, archivedBytes }: Stored): Usage => {
  const ledger = currentBytes + versionBytes + 2 * ITEM_OVERHEAD;
  return { dynamodbStorage: ledger, dynamodbBackup: ledger, s3Storage: archivedBytes };
};

const keptRow = (stored: Stored, bill: Bill): Row => ({
  what: "keeping, a month",
  measured: `${dollars(bill.dollars)} per million offers with one version each`,
  value: bill.dollars,
  comparedWith: `${number(stored.currentBytes)} and ${number(stored.versionBytes)} bytes an offer in the ledger, ${number(stored.archivedBytes)} a version in the archive`,
  target: "",
  met: null,
});

function billGrid(all: readonly Scenario[], bills: readonly Bill[]): Grid {
  const services = [...new Set(bills.flatMap(({ lines }) => lines.map(({ service }) => service)))];
  const cell = ({ lines }: Bill, service: string): string => {
    const line = lines.find((candidate) => candidate.service === service);
    return line === undefined ? "" : dollars(line.dollars);
  };
  return {
    title: "Dollars per million offers, by service:",
    head: ["service", ...all.map(({ name }) => name)],
    body: [
      ...services.map((service) => [service, ...bills.map((bill) => cell(bill, service))]),
      ["together", ...bills.map((bill) => dollars(bill.dollars))],
    ],
  };
}
