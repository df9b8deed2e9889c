/** Telling subscribers: the feed's functions call the API's internal mutations, several at once, signed. */
import { setTimeout as sleep } from "node:timers/promises";
import { callApi } from "./api-call.ts";
import { toAwsJson } from "./awsjson.ts";
import type { Sign } from "./hosts/sigv4.ts";
import type { OfferChangeView } from "./offer-view.ts";
import { OFFER_CHANGE_FIELDS, SYNC_RUN_FIELDS } from "./publish-selection.ts";
import type { SyncRunView } from "./run-view.ts";

/** The API did not take a publication. Subscribers miss it; `offerChanges` has it still. */
export class PublishFailed extends Error {
  override readonly name = "PublishFailed";
}

interface Publication {
  readonly mutation: string;
  readonly argument: string;
  readonly type: string;
  readonly fields: string;
}

const OFFER_CHANGE: Publication = {
  mutation: "publishOfferChange",
  argument: "change",
  type: "OfferChange",
  fields: OFFER_CHANGE_FIELDS,
};
const SYNC_RUN: Publication = {
  mutation: "publishSyncRun",
  argument: "run",
  type: "SyncRun",
  fields: SYNC_RUN_FIELDS,
};

const PER_REQUEST = 25;
/** AppSync takes 1 MB; JSON inside JSON grows by its quotes. */
const BYTES_PER_REQUEST = 600_000;
/** AppSync drops a subscriber's message above 240 KB. */
const BYTES_PER_PAYLOAD = 230_000;
const TRIES = 4;
const FIRST_DELAY_MS = 200;

/**
 * Publishes changes in order.
 * @param url the API's GraphQL endpoint
 * @throws PublishFailed when a request is refused, or fails after four tries
 */
export const publishOfferChanges = (
  url: string,
  changes: readonly OfferChangeView[],
  sign: Sign,
): Promise<void> => publish(url, OFFER_CHANGE, changes, sign);

/** Publishes sync runs in order. @throws PublishFailed as `publishOfferChanges` */
export const publishSyncRuns = (url: string, runs: readonly SyncRunView[], sign: Sign): Promise<void> =>
  publish(url, SYNC_RUN, runs, sign);

async function publish(
  url: string,
  publication: Publication,
  payloads: readonly unknown[],
  sign: Sign,
): Promise<void> {
  for (const group of groups(payloads.map(toAwsJson))) await send(url, requestBody(publication, group), sign);
}

/** Too large a payload is left out: no subscriber could be sent it, and it must not hold back the others. */
function groups(payloads: readonly string[]): string[][] {
  const made: string[][] = [];
  let bytes = 0;
  for (const payload of payloads) {
    const size = Buffer.byteLength(payload);
    if (size > BYTES_PER_PAYLOAD) continue;
    const last = made.at(-1);
    if (last === undefined || last.length === PER_REQUEST || bytes + size > BYTES_PER_REQUEST) {
      made.push([payload]);
      bytes = size;
    } else {
      last.push(payload);
      bytes += size;
    }
  }
  return made;
}

function requestBody({ mutation, argument, type, fields }: Publication, payloads: readonly string[]): string {
  const variables = payloads.map((_, index) => `$p${index}: AWSJSON!`).join(", ");
  const calls = payloads
    .map((_, index) => `m${index}: ${mutation}(${argument}: $p${index}) { ...All }`)
    .join(" ");
  const query = `mutation Publish(${variables}) { ${calls} } fragment All on ${type} { ${fields} }`;
  return JSON.stringify({
    query,
    variables: Object.fromEntries(payloads.map((payload, index) => [`p${index}`, payload])),
  });
}

async function send(url: string, body: string, sign: Sign): Promise<void> {
  let failure = "";
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random()));
    const answer = await callApi(url, body, sign);
    if (answer.ok) return;
    failure = answer.reason;
    if (!answer.retry) break;
  }
  throw new PublishFailed(`The API did not take a publication: ${failure}`);
}
