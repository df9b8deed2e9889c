/** Events on the feed's bus: packed, put, and put again where the bus refused single ones. */
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";

export const EVENT_SOURCE = "offerfeed";
const ENTRIES_PER_CALL = 10;
const BYTES_PER_CALL = 900_000;
const TRIES = 4;

/** Events that the bus refused after every try. */
export class EventsRefused extends Error {
  override readonly name = "EventsRefused";
}

/**
 * Puts events on the bus; `details` are JSON texts. At least once: what calls this may be repeated.
 * @throws EventsRefused when the bus does not take them all
 */
export async function putEvents(
  client: EventBridgeClient,
  busName: string,
  detailType: string,
  details: readonly string[],
): Promise<void> {
  let entries: PutEventsRequestEntry[] = details.map((Detail) => ({
    EventBusName: busName,
    Source: EVENT_SOURCE,
    DetailType: detailType,
    Detail,
  }));
  for (let tries = 1; entries.length > 0; tries += 1) {
    const again: PutEventsRequestEntry[] = [];
    let reason = "";
    for (const call of calls(entries)) {
      const output = await client.send(new PutEventsCommand({ Entries: call }));
      for (const [place, result] of (output.Entries ?? []).entries()) {
        const entry = call[place];
        if (!result.ErrorCode || !entry) continue;
        reason = `${result.ErrorCode}: ${result.ErrorMessage ?? ""}`;
        again.push(entry);
      }
    }
    if (again.length > 0 && tries >= TRIES) {
      throw new EventsRefused(`The bus ${busName} refused ${again.length} events: ${reason}`);
    }
    entries = again;
  }
}

function calls(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const groups: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail ?? "");
    const last = groups.at(-1);
    if (!last || last.length === ENTRIES_PER_CALL || bytes + size > BYTES_PER_CALL) {
      groups.push([entry]);
      bytes = size;
    } else {
      last.push(entry);
      bytes += size;
    }
  }
  return groups;
}
