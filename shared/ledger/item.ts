/** How a version record lies in DynamoDB. Low-level attribute values: a marshaller would cost more than the write. */
import { hash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { identityOf } from "../offer/identity.ts";
import type { ChangeCause, OfferContent, OfferId, OfferStatus } from "../offer/model.ts";
import { dueAttributes } from "./due.ts";
import type { VersionRecord } from "./records.ts";

export type Item = Record<string, AttributeValue>;

export const CURRENT = "CURRENT";
export const VERSION_PREFIX = "V#";
export const BY_SOURCE = "by-source";

/** A partition takes 1,000 writes a second: this many keep a large source's index out of each other's way. */
export const SOURCE_SHARDS = 8;

export const offerKey = (offerId: string): string => `OFFER#${offerId}`;
export const offerIdFromKey = (key: string): OfferId => key.slice("OFFER#".length) as OfferId;
export const versionKey = (version: number): string =>
  `${VERSION_PREFIX}${String(version).padStart(10, "0")}`;
export const sourceShardKey = (sourceId: string, shard: number): string => `${sourceId}#${shard}`;

const shardOf = (offerId: string): number =>
  Number.parseInt(hash("md5", offerId, "hex").slice(0, 8), 16) % SOURCE_SHARDS;

/** @param sk CURRENT, or a version's key. Only a CURRENT enters indexes, where they want it. */
export function toItem(record: VersionRecord, sk: string): Item {
  const item: Item = {
    pk: { S: offerKey(record.offerId) },
    sk: { S: sk },
    sourceId: { S: record.sourceId },
    networkId: { S: record.networkId },
    sourceOfferId: { S: record.sourceOfferId },
    version: { N: String(record.version) },
    status: { S: record.status },
    content: { S: JSON.stringify(record.content) },
    fingerprint: { S: record.fingerprint },
    sourceFingerprint: { S: record.sourceFingerprint },
    cause: { S: record.cause },
    runSeq: { N: String(record.runSeq) },
    changedFields: { S: JSON.stringify(record.changedFields) },
    firstSeenAt: { S: record.firstSeenAt },
    changedAt: { S: record.changedAt },
    hidden: { BOOL: record.hidden },
    sandbox: { BOOL: record.sandbox },
    quiet: { BOOL: record.quiet },
  };
  for (const name of [
    "previousStatus",
    "author",
    "reason",
    "runId",
    "removedAt",
    "lastSeenAt",
    "saidAt",
    "rawRef",
  ] as const) {
    const value = record[name];
    if (value !== null) item[name] = { S: value };
  }
  if (sk === CURRENT && record.removedAt === null) {
    item["sourceShard"] = { S: sourceShardKey(record.sourceId, shardOf(record.offerId)) };
    item["identity"] = { S: identityOf(record.content) };
  }
  if (sk === CURRENT) Object.assign(item, dueAttributes(record));
  return item;
}

/** @throws LedgerItemBroken when an attribute is missing: the table holds something this code did not write */
export function recordFromItem(item: Item): VersionRecord {
  const text = (name: string): string => {
    const value = item[name]?.S ?? item[name]?.N;
    if (value === undefined) throw new LedgerItemBroken(item["pk"]?.S ?? "?", name);
    return value;
  };
  const textOrNull = (name: string): string | null => item[name]?.S ?? null;
  return {
    offerId: offerIdFromKey(text("pk")),
    sourceId: text("sourceId"),
    networkId: text("networkId"),
    sourceOfferId: text("sourceOfferId"),
    version: Number(text("version")),
    status: text("status") as OfferStatus,
    previousStatus: textOrNull("previousStatus") as OfferStatus | null,
    content: JSON.parse(text("content")) as OfferContent,
    fingerprint: text("fingerprint"),
    sourceFingerprint: text("sourceFingerprint"),
    cause: text("cause") as ChangeCause,
    author: textOrNull("author"),
    reason: textOrNull("reason"),
    runId: textOrNull("runId"),
    runSeq: Number(text("runSeq")),
    changedFields: JSON.parse(text("changedFields")) as string[],
    firstSeenAt: text("firstSeenAt"),
    changedAt: text("changedAt"),
    removedAt: textOrNull("removedAt"),
    lastSeenAt: textOrNull("lastSeenAt"),
    hidden: item["hidden"]?.BOOL ?? false,
    sandbox: item["sandbox"]?.BOOL ?? false,
    quiet: item["quiet"]?.BOOL ?? false,
    saidAt: textOrNull("saidAt"),
    rawRef: textOrNull("rawRef"),
  };
}

export class LedgerItemBroken extends Error {
  override readonly name = "LedgerItemBroken";
  constructor(key: string, attribute: string) {
    super(`The ledger item ${key} has no attribute "${attribute}": it was not written by this product.`);
  }
}
