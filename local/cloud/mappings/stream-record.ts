/** Stream rows as Lambda hands them to a function. */
import { createHash } from "node:crypto";
import type { StreamRow } from "../engines/stream-log.ts";

/** 21 digits, so that text order is write order. */
export function sequenceNumber(position: number): string {
  return String(position).padStart(21, "0");
}

/** The parts of a record that a filter can look at, read from JSON only where it does. */
export function filterView(row: StreamRow): object {
  return {
    eventName: row.eventName,
    eventSource: "aws:dynamodb",
    dynamodb: {
      get Keys(): unknown {
        return JSON.parse(row.keys);
      },
      get NewImage(): unknown {
        return row.newImage === null ? undefined : JSON.parse(row.newImage);
      },
      get OldImage(): unknown {
        return row.oldImage === null ? undefined : JSON.parse(row.oldImage);
      },
    },
    get userIdentity(): unknown {
      return row.userIdentity === null ? undefined : JSON.parse(row.userIdentity);
    },
  };
}

export interface StreamIdentity {
  readonly streamArn: string;
  readonly region: string;
  readonly viewType: string;
}

/** One record of a Lambda stream event, as JSON text: the images go in as they are, unread. */
export function recordJson(row: StreamRow, stream: StreamIdentity): string {
  const eventId = createHash("md5").update(`${stream.streamArn}#${row.position}`).digest("hex");
  const change = [
    `"ApproximateCreationDateTime":${row.writtenAt}`,
    `"Keys":${row.keys}`,
    ...(row.newImage === null ? [] : [`"NewImage":${row.newImage}`]),
    ...(row.oldImage === null ? [] : [`"OldImage":${row.oldImage}`]),
    `"SequenceNumber":"${sequenceNumber(row.position)}"`,
    `"SizeBytes":${sizeOf(row)}`,
    `"StreamViewType":"${stream.viewType}"`,
  ].join(",");
  return [
    `{"eventID":"${eventId}"`,
    `"eventName":"${row.eventName}"`,
    `"eventVersion":"1.1"`,
    `"eventSource":"aws:dynamodb"`,
    `"awsRegion":"${stream.region}"`,
    `"dynamodb":{${change}}`,
    ...(row.userIdentity === null ? [] : [`"userIdentity":${row.userIdentity}`]),
    `"eventSourceARN":${JSON.stringify(stream.streamArn)}}`,
  ].join(",");
}

/** Roughly the bytes of a record: what counts towards a batch's 6 MB. */
export function sizeOf(row: StreamRow): number {
  return row.keys.length + (row.newImage?.length ?? 0) + (row.oldImage?.length ?? 0);
}
