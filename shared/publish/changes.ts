/** What the push doors say of a batch of versions. */
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { VersionRecord } from "../ledger/records.ts";
import { putEvents } from "./event-bus.ts";

export const OFFERS_CHANGED = "OffersChanged";

const CHANGES_PER_EVENT = 100;
/** An event takes 256 KB; the envelope and non-ASCII text need some of it. */
const BYTES_PER_EVENT = 200_000;

/** `{"changes": […]}` texts of at most 100 changes and 200 KB each. */
export function packedChanges(changes: readonly unknown[]): string[] {
  const details: string[] = [];
  let group: string[] = [];
  let bytes = 0;
  const close = (): void => {
    if (group.length > 0) details.push(`{"changes":[${group.join(",")}]}`);
    group = [];
    bytes = 0;
  };
  for (const change of changes) {
    const text = JSON.stringify(change);
    const size = Buffer.byteLength(text);
    if (group.length === CHANGES_PER_EVENT || bytes + size > BYTES_PER_EVENT) close();
    group.push(text);
    bytes += size;
  }
  close();
  return details;
}

/** Puts `OffersChanged` events on the bus. Consumers tell a repeat by offer id and version. */
export const putChanges = (
  client: EventBridgeClient,
  busName: string,
  changes: readonly unknown[],
): Promise<void> => putEvents(client, busName, OFFERS_CHANGED, packedChanges(changes));

/** Which versions the doors announce one by one: a first sync's are announced as a run. */
export const announced = (records: readonly VersionRecord[]): VersionRecord[] =>
  records.filter((record) => !record.quiet);
