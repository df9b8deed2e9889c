/** EventBridge: buses that keep their newest events and tell whoever listens in this process. */
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { z } from "zod";
import { ServiceError, bodyObject, json } from "./answer.ts";
import type { Service } from "./server.ts";

/** An event as a rule's target would get it. */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  readonly bus: string;
}

export interface NewEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON text. */
  readonly detail: string;
  readonly time?: Date;
  readonly resources?: readonly string[];
}

const KEPT = 1000;
const MAX_ENTRIES = 10;
const MAX_REQUEST_BYTES = 1024 * 1024;

const entry = z.object({
  Source: z.string().min(1).optional(),
  DetailType: z.string().min(1).optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().default("default"),
  Time: z.number().optional(),
  Resources: z.array(z.string()).default([]),
});

export class EventBuses extends EventEmitter<{ event: [BusEvent] }> {
  readonly #kept = new Map<string, BusEvent[]>([["default", []]]);
  readonly #region: string;
  readonly #account: string;

  constructor(region: string, account: string) {
    super();
    this.#region = region;
    this.#account = account;
  }

  ensure(name: string): void {
    if (!this.#kept.has(name)) this.#kept.set(name, []);
  }

  /** The newest events of a bus, oldest first. */
  recent(name: string): readonly BusEvent[] {
    return this.#kept.get(name) ?? [];
  }

  /** @throws ServiceError ResourceNotFoundException for a bus that the template does not have */
  put(bus: string, event: NewEvent): string {
    const kept = this.#kept.get(bus);
    if (kept === undefined)
      throw new ServiceError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
    const made: BusEvent = {
      version: "0",
      id: randomUUID(),
      "detail-type": event.detailType,
      source: event.source,
      account: this.#account,
      time: (event.time ?? new Date()).toISOString(),
      region: this.#region,
      resources: event.resources ?? [],
      detail: JSON.parse(event.detail),
      bus,
    };
    kept.push(made);
    if (kept.length > KEPT) kept.shift();
    this.emit("event", made);
    return made.id;
  }
}

/** PutEvents. An entry that is not acceptable fails alone, as on AWS. */
export function eventBridge(buses: EventBuses): Service {
  return (request) => {
    if (request.headers["x-amz-target"] !== "AWSEvents.PutEvents") return null;
    const { Entries } = z.object({ Entries: z.array(entry) }).parse(bodyObject(request));
    if (Entries.length === 0 || Entries.length > MAX_ENTRIES)
      throw new ServiceError("ValidationException", `Entries must have 1 to ${MAX_ENTRIES} members`);
    if (request.body.length > MAX_REQUEST_BYTES)
      throw new ServiceError(
        "ValidationException",
        "Total size of the entries in the request is over the limit.",
      );
    const results = Entries.map((one) => putEntry(buses, one));
    return json({
      FailedEntryCount: results.filter((result) => "ErrorCode" in result).length,
      Entries: results,
    });
  };
}

function putEntry(buses: EventBuses, one: z.output<typeof entry>): object {
  const refused = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  if (one.Source === undefined)
    return refused(
      "InvalidArgument",
      "Parameter Source is not valid. Reason: Source is a required argument.",
    );
  if (one.DetailType === undefined)
    return refused(
      "InvalidArgument",
      "Parameter DetailType is not valid. Reason: DetailType is a required argument.",
    );
  if (!isJsonObject(one.Detail)) return refused("MalformedDetail", "Detail is malformed.");
  try {
    const id = buses.put(one.EventBusName.slice(one.EventBusName.lastIndexOf("/") + 1), {
      source: one.Source,
      detailType: one.DetailType,
      detail: one.Detail ?? "{}",
      ...(one.Time !== undefined && { time: new Date(one.Time * 1000) }),
      resources: one.Resources,
    });
    return { EventId: id };
  } catch (error) {
    if (error instanceof ServiceError) return refused(error.code, error.message);
    throw error;
  }
}

function isJsonObject(text: string | undefined): boolean {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
