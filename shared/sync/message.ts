/** What travels through the offers queue: one chunk of one run's changes. */
import * as z from "zod";
import type { RunOrigin, SyncChange } from "../ledger/decide.ts";
import type { OfferContent, OfferId } from "../offer/model.ts";

/** One SQS message takes 1 MiB; at 200 KB thirty of them fit the 6 MB that one invocation takes. */
export const CHUNK_BYTES = 200_000;

export interface OfferChunk {
  readonly v: 1;
  /** Its number in the run; a leg goes on where the recorded part of the one before it ended. */
  readonly chunk: number;
  readonly origin: RunOrigin;
  readonly changes: readonly SyncChange[];
}

const offerId = z.custom<OfferId>((value) => typeof value === "string" && value.includes(":"));

const isContent = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "title" in value && "trackingUrl" in value;

const chunkSchema = z.object({
  v: z.literal(1),
  chunk: z.int().min(0),
  origin: z.object({
    runId: z.string().min(1),
    runSeq: z.int().min(1),
    leg: z.int().min(1),
    sourceId: z.string().min(1),
    networkId: z.string().min(1),
    sandbox: z.boolean(),
    quiet: z.boolean(),
  }),
  changes: z
    .array(
      z.discriminatedUnion("op", [
        z.object({
          op: z.literal("PUT"),
          offerId,
          sourceOfferId: z.string().min(1),
          // Normalised by the run that sent it; what is checked here is that it is that, not a foreign message.
          content: z.custom<OfferContent>(isContent),
          fingerprint: z.string().length(43),
          isNew: z.boolean(),
          rawRef: z.string().nullable(),
        }),
        z.object({
          op: z.literal("REMOVE"),
          offerId,
          sourceOfferId: z.string().min(1),
          lastSeenAt: z.string().nullable(),
        }),
        z.object({
          op: z.literal("RESTORE"),
          offerId,
          sourceOfferId: z.string().min(1),
          content: z.custom<OfferContent>(isContent).nullable(),
          fingerprint: z.string().length(43).nullable(),
          saidAt: z.string().nullable(),
          author: z.string(),
          reason: z.string(),
        }),
      ]),
    )
    .min(1),
});

/** A message that no retry can make right. */
export class BadChunk extends Error {
  override readonly name = "BadChunk";
}

/** @throws BadChunk with what is wrong with it */
export function parseChunk(body: string): OfferChunk {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadChunk(`The message is not JSON: it begins "${body.slice(0, 60)}".`);
  }
  const parsed = chunkSchema.safeParse(value);
  if (!parsed.success)
    throw new BadChunk(`The message is not a chunk of offers: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
