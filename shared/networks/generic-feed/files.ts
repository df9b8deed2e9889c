/** One answer as a stream of records, of any size: unpacked, decoded, and whether its end can be told from a cut. */
import type { HttpResponse } from "../../http/client.ts";
import { unpacked } from "../../http/decompress.ts";
import { decodeFeed, type DecodePlan } from "../../decoders/choose.ts";
import type { FeedRecord } from "../../decoders/decoder.ts";
import type { FeedFormat } from "../../decoders/detect.ts";
import type { Rejection } from "../adapter.ts";
import { expandRecords } from "./paging/record-expander.ts";
import type { StreamSettings } from "./settings.ts";

const PAGE_RECORDS = 500;

export interface RecordBatch {
  readonly records: FeedRecord[];
  readonly rejected: Rejection[];
}

/**
 * Yields the records as they are, 500 at a time.
 * @returns why the end of the records is in doubt; null: it is not
 * @throws FeedUnreadable when what came is not the feed, or breaks off
 */
export async function* recordsOf(
  response: HttpResponse,
  plan: DecodePlan,
  { record_selector: selector }: Pick<StreamSettings, "record_selector">,
): AsyncGenerator<RecordBatch, string | null, void> {
  const transfer = new Transfer(response);
  const body = unpacked(transfer.body(), {
    maxBytes: plan.maxBytes,
    ...(plan.entry === null ? {} : { entry: plan.entry }),
  });
  const { format, records: batches } = await decodeFeed(body, plan, response.headers.get("content-type"), {
    fieldPath: selector?.extractor?.field_path ?? [],
    wrapSingle: selector?.wrap_single ?? null,
  });
  let records: FeedRecord[] = [];
  let rejected: Rejection[] = [];
  for (;;) {
    const next = await batches.next();
    if (next.done === true) {
      if (records.length > 0 || rejected.length > 0) yield { records, rejected };
      return next.value.doubt ?? unprovenEnd(format, transfer);
    }
    for (const record of expandRecords(next.value.records, selector)) {
      records.push(record);
      if (records.length < PAGE_RECORDS) continue;
      yield { records, rejected };
      records = [];
      rejected = [];
    }
    rejected.push(...next.value.rejected);
  }
}

/** A response's body, and whether its end can be told from a cut. */
class Transfer {
  readonly #response: HttpResponse;
  #packed = false;

  constructor(response: HttpResponse) {
    this.#response = response;
  }

  async *body(): AsyncGenerator<Uint8Array, void, void> {
    let first = true;
    for await (const chunk of this.#response.body) {
      if (first) this.#packed = isPacked(chunk);
      first = false;
      yield chunk;
    }
  }

  /** A length, a last chunk or a checksum: without one of them a broken connection looks like the end. */
  get endIsProven(): boolean {
    const { headers } = this.#response;
    return (
      this.#packed ||
      headers.has("content-length") ||
      headers.has("content-encoding") ||
      /\bchunked\b/i.test(headers.get("transfer-encoding") ?? "")
    );
  }
}

/** By the magic bytes of gzip and zip: both end with a checksum. */
const isPacked = (start: Uint8Array): boolean =>
  (start[0] === 0x1f && start[1] === 0x8b) || (start[0] === 0x50 && start[1] === 0x4b);

/** Lines have no closing mark, so only the transfer can prove that the last one came. */
function unprovenEnd(format: FeedFormat, transfer: Transfer): string | null {
  if (format === "json" || format === "xml" || transfer.endIsProven) return null;
  return "the server does not say how long the file is, so a cut could not be told";
}
