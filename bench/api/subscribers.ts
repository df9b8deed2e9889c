/** A thousand subscribers, each with a socket of its own, and a hundred changes that each of them has to see once, in order. */
import { Worker } from "node:worker_threads";
import type { StartedFeed } from "../../local/feed/start-feed.ts";
import { number, percentile, type Row } from "../rows.ts";
import type { Seen } from "./subscribers.worker.ts";

interface Wish {
  readonly subscribers: number;
  readonly changes: number;
}

/** Changes one offer again and again: its versions are what the subscribers count. */
export async function subscriberRow(started: StartedFeed, { subscribers, changes }: Wish): Promise<Row> {
  console.log(`${number(subscribers)} subscribers, ${number(changes)} changes …`);
  const { value } = await started.feed.ledger.all("CURRENT").next();
  const offer = (value as { offerId: string; version: number }[] | undefined)?.[0];
  if (offer === undefined) throw new Error("There is no offer to change.");
  const url = started.graphqlUrl.replace("http", "ws");
  const worker = new Worker(new URL("subscribers.worker.ts", import.meta.url), {
    workerData: { url, subscribers, changes },
  });
  try {
    await said(worker, "ready");
    const written = new Map<number, number>();
    const all = said(worker, "done");
    for (let change = 1; change <= changes; change += 1) {
      const { curation } = started.feed;
      const outcome =
        change % 2 === 1
          ? await curation.hideOffer(offer.offerId, null, "bench")
          : await curation.unhideOffer(offer.offerId, "bench");
      if (!outcome.ok) throw new Error(outcome.error.message);
      written.set(outcome.value.version, Date.now());
    }
    return rowOf((await all).seen, written, { subscribers, changes });
  } finally {
    await worker.terminate();
  }
}

interface Said {
  readonly kind: string;
  readonly seen: readonly Seen[];
}

function said(worker: Worker, kind: string): Promise<Said> {
  return new Promise((resolve, reject) => {
    worker.on("message", (message: Said) => message.kind === kind && resolve(message));
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The subscribers ended.")));
  });
}

function rowOf(seen: readonly Seen[], written: ReadonlyMap<number, number>, wish: Wish): Row {
  const versions = [...written.keys()].join();
  const right = seen.filter((each) => each.map(([version]) => version).join() === versions).length;
  const delays = seen.flatMap((each) => each.map(([version, at]) => at - (written.get(version) ?? at)));
  const p99 = percentile(delays, 0.99);
  return {
    what: `${number(wish.changes)} changes to ${number(wish.subscribers)} subscribers`,
    measured: `p50 ${number(percentile(delays, 0.5))} ms, p99 ${number(p99)} ms`,
    value: p99,
    comparedWith: `${number(right)} of ${number(seen.length)} saw each change once, in order; from the ledger's answer on`,
    target: "each once, in order",
    met: right === wish.subscribers,
  };
}
