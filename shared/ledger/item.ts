/** How a version record lies in DynamoDB. Low-level attribute values: a marshaller would cost more than the write. */
import { hash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { sourceContent } from "../offer/editorial.ts";
import { identityOf } from "../offer/identity.ts";
import type { OfferId } from "../offer/model.ts";
import { dueAttributes } from "./due.ts";
import { pack, unpack } from "./packing.ts";
import type { VersionRecord } from "./records.ts";

export type Item = Record<string, AttributeValue>;

export const CURRENT = "CURRENT";
export const VERSION_PREFIX = "V#";
export const BY_SOURCE = "by-source";
/** An item that was put back from the archive: nothing new, so the stream's followers leave it out. */
export const RESTORED = "restored";

/** A partition takes 1,000 writes a second: this many keep a large source's index out of each other's way. */
export const SOURCE_SHARDS = 8;

export const offerKey = (offerId: string): string => `OFFER#${offerId}`;
export const offerIdFromKey = (key: string): OfferId => key.slice("OFFER#".length) as OfferId;
export const versionKey = (version: number): string =>
  `${VERSION_PREFIX}${String(version).padStart(10, "0")}`;

/** @param listed false: where the offers lie that the source does not list any more */
export const sourceShardKey = (sourceId: string, shard: number, listed = true): string =>
  `${sourceId}#${listed ? "" : "gone#"}${shard}`;

const shardOf = (offerId: string): number =>
  Number.parseInt(hash("md5", offerId, "hex").slice(0, 8), 16) % SOURCE_SHARDS;

/**
 * The record lies packed in `d1`; beside it stand what keys, conditions and indexes need, and the little that tells
 * somebody who looks at the table what they see.
 *
 * @param sk CURRENT, or a version's key. Only a CURRENT enters indexes.
 * @param packed as `packedRecord` makes it
 */
export function toItem(record: VersionRecord, sk: string, packed = packedRecord(record)): Item {
  const { offerId, version, status } = record;
  const item: Item = {
    pk: { S: offerKey(offerId) },
    sk: { S: sk },
    version: { N: String(version) },
    status: { S: status },
    d1: { B: packed },
  };
  if (sk !== CURRENT) return item;
  item["sourceShard"] = { S: sourceShardKey(record.sourceId, shardOf(offerId), record.listed) };
  item["sourceFingerprint"] = { S: record.sourceFingerprint };
  item["identity"] = { S: identityOf(sourceContent(record)) };
  item["changedAt"] = { S: record.changedAt };
  Object.assign(item, dueAttributes(record));
  return item;
}

/** What `d1` holds of a record: for whoever writes it into several items. */
export function packedRecord({
  offerId: _id,
  version: _version,
  status: _status,
  ...rest
}: VersionRecord): Uint8Array {
  return pack(rest);
}

type Packed = Omit<VersionRecord, "offerId" | "version" | "status">;

/** @throws LedgerItemBroken when an attribute is missing: the table holds something this code did not write */
export function recordFromItem(item: Item): VersionRecord {
  const key = item["pk"]?.S ?? "?";
  const [version, status, packed] = [item["version"]?.N, item["status"]?.S, item["d1"]?.B];
  if (version === undefined) throw new LedgerItemBroken(key, "version");
  if (status === undefined) throw new LedgerItemBroken(key, "status");
  if (packed === undefined) throw new LedgerItemBroken(key, "d1");
  const record = unpack(packed) as Packed;
  return {
    offerId: offerIdFromKey(key),
    version: Number(version),
    status: status as VersionRecord["status"],
    ...record,
  };
}

export class LedgerItemBroken extends Error {
  override readonly name = "LedgerItemBroken";
  constructor(key: string, attribute: string) {
    super(`The ledger item ${key} has no attribute "${attribute}": it was not written by this product.`);
  }
}
