/** What becomes of offers that a complete listing no longer holds: removed, or held back when they are too many. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Ledger } from "../ledger/ledger.ts";
import { SeenIndex } from "./seen-index.ts";

/** A complete run that would remove more than this share, and more than this many, is held. */
export const HELD_SHARE = 0.3;
export const HELD_COUNT = 20;

export const needsHolding = (removals: number, known: number): boolean =>
  removals > HELD_COUNT && removals > known * HELD_SHARE;

export interface HeldListStore {
  readonly s3: S3Client;
  readonly bucket: string;
}

export const heldKeyOf = (runId: string): string => `held/${encodeURIComponent(runId)}.txt.gz`;

/** The ids that the ledger still lists and the run did not see. */
export async function* unseenIds(
  ledger: Ledger,
  sourceId: string,
  index: SeenIndex,
): AsyncGenerator<string[]> {
  for await (const page of ledger.known(sourceId)) {
    const ids = page
      .map((offer) => offer.sourceOfferId)
      // An offer that this very run wrote can be in the index already: it was never "known", so it was seen.
      .filter((id) => index.holds(id) && !index.hasSeen(id));
    if (ids.length > 0) yield ids;
  }
}

/** Keeps the ids of a held run, one JSON string a line. @returns how many */
export async function keepHeldIds(
  store: HeldListStore,
  key: string,
  pages: AsyncIterable<string[]>,
): Promise<number> {
  const lines: string[] = [];
  for await (const ids of pages) for (const id of ids) lines.push(JSON.stringify(id));
  await store.s3.send(
    new PutObjectCommand({ Bucket: store.bucket, Key: key, Body: gzipSync(lines.join("\n")) }),
  );
  return lines.length;
}

export async function heldIds(store: HeldListStore, key: string): Promise<string[]> {
  const { Body } = await store.s3.send(new GetObjectCommand({ Bucket: store.bucket, Key: key }));
  if (!Body) throw new Error(`The list of held removals ${key} is empty.`);
  const text = gunzipSync(await Body.transformToByteArray()).toString();
  return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as string);
}

/** Whether a second complete run agrees with a held one: what only this run misses is few enough to remove by itself. */
export async function agrees(
  unseen: AsyncIterable<string[]>,
  held: readonly string[],
  known: number,
): Promise<boolean> {
  const before = new SeenIndex();
  for (const id of held) before.addKnown(id, "");
  let onlyNow = 0;
  for await (const ids of unseen) for (const id of ids) if (!before.holds(id)) onlyNow += 1;
  return !needsHolding(onlyNow, known);
}
