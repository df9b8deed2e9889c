/** How long a change takes from the ledger to a subscriber. */
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import type { StartedFeed } from "../local/feed/start-feed.ts";
import { number, percentile, type Row } from "./rows.ts";

const SUBSCRIBING_MS = 500;

/** Hides and shows an offer again and again, and waits for each of it to arrive. */
export async function measureChangeDelay(started: StartedFeed, times: number): Promise<Row> {
  console.log("From a change to its subscribers …");
  const { value } = await started.feed.ledger.all("CURRENT").next();
  const offerId = (value as { offerId: string }[] | undefined)?.find(Boolean)?.offerId;
  if (offerId === undefined) throw new Error("There is no offer to change.");
  const client = createClient({ url: started.graphqlUrl.replace("http", "ws"), webSocketImpl: WebSocket });
  const events = client.iterate({ query: "subscription { offerChanged { offerId version } }" });
  const first = events.next();
  await new Promise((resolve) => setTimeout(resolve, SUBSCRIBING_MS));
  const delays: number[] = [];
  let next = first;
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    const { curation } = started.feed;
    const outcome =
      time % 2 === 0
        ? await curation.hideOffer(offerId, null, "bench")
        : await curation.unhideOffer(offerId, "bench");
    if (!outcome.ok) throw new Error(outcome.error.message);
    await next;
    delays.push(performance.now() - began);
    next = events.next();
  }
  await client.dispose();
  const p50 = percentile(delays, 0.5);
  const worst = Math.max(...delays);
  return {
    what: "from a change to its subscribers",
    measured: `p50 ${number(p50)} ms, at most ${number(worst)} ms`,
    value: worst,
    comparedWith: `${times} changes, one after the other`,
    target: "under 2 s",
    met: worst < 2_000,
  };
}
