/** What a function may do with the tables: the actions it calls, on the table or the index it calls them on. */
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import type { FeedFunction } from "./function.ts";
import type { Tables } from "./tables.ts";
import { BY_DUE_INDEX, BY_KIND_INDEX, BY_SOURCE_INDEX } from "./tables.ts";

const READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
/** A transaction needs the permission of each of its parts. */
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem"];

/** Reads offers and their versions by key. */
export function readOffers(fn: FeedFunction, tables: Tables): void {
  fn.allow(READ, [tables.offers.tableArn]);
}

/** Reads versions that have been copied to the archive, and deletes them. */
export function moveVersionsOut(fn: FeedFunction, tables: Tables): void {
  fn.allow(
    ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem"],
    [tables.offers.tableArn],
  );
}

/** Writes versions. Nothing here deletes from the ledger: what is gone is a tombstone. */
export function writeOffers(fn: FeedFunction, tables: Tables): void {
  fn.allow([...READ, ...WRITE], [tables.offers.tableArn]);
}

/** Reads the fingerprints of all offers a source holds. */
export function readOffersBySource(fn: FeedFunction, tables: Tables): void {
  fn.allow(["dynamodb:Query"], [indexArn(tables.offers, BY_SOURCE_INDEX)]);
}

/** Reads which offers' dates have come. */
export function readDueOffers(fn: FeedFunction, tables: Tables): void {
  fn.allow(["dynamodb:Query"], [indexArn(tables.offers, BY_DUE_INDEX)]);
}

/** Reads sources and runs, and lists them. */
export function readSources(fn: FeedFunction, tables: Tables): void {
  fn.allow(READ, [tables.sources.tableArn]);
  fn.allow(["dynamodb:Query"], [indexArn(tables.sources, BY_KIND_INDEX)]);
}

/** Writes sources, runs, leases and quotas, and lists them. */
export function writeSources(fn: FeedFunction, tables: Tables): void {
  fn.allow([...READ, ...WRITE, "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"], [tables.sources.tableArn]);
  fn.allow(["dynamodb:Query"], [indexArn(tables.sources, BY_KIND_INDEX)]);
}

/** Makes, lists and ends API keys, and writes and reads the audit log. Nothing here deletes. */
export function writeAccess(fn: FeedFunction, tables: Tables): void {
  fn.allow(["dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"], [tables.access.tableArn]);
}

/** Writes down how sources are doing: an update of an item of their own. */
export function writeHealth(fn: FeedFunction, tables: Tables): void {
  fn.allow(["dynamodb:UpdateItem"], [tables.sources.tableArn]);
}

/** Writes webhooks, their leases and deliveries, and lists them. */
export function writeWebhooks(fn: FeedFunction, tables: Tables): void {
  fn.allow(
    ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
    [tables.webhooks.tableArn],
  );
}

/** Delivers to webhooks: it adds and removes none. */
export function deliverToWebhooks(fn: FeedFunction, tables: Tables): void {
  fn.allow(
    ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    [tables.webhooks.tableArn],
  );
}

function indexArn(table: ITable, index: string): string {
  return `${table.tableArn}/index/${index}`;
}
