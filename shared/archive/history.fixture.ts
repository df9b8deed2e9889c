/** A ledger and its archive on real engines, with histories to test on. */
import { BatchWriteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { type DynamoEngine, OFFERS_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import type { OffersTable } from "../ledger/batches.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { VersionRecord } from "../ledger/records.ts";
import { type SampleRecord, sampleRecord } from "../readmodel/records.fixture.ts";
import { type ArchiveEngine, startArchiveEngine } from "./engine.fixture.ts";
import { MovedVersions } from "./moved.ts";

export interface Histories extends ArchiveEngine {
  readonly offers: OffersTable;
  readonly moved: MovedVersions;
  /** Reads on where versions have left the table. */
  readonly ledger: Ledger;
  /** Writes one offer's versions 1, 2, 3 … to the ledger, and what the ledger then says to the archive. */
  keep(
    sourceId: string,
    offer: string,
    versions: readonly (SampleRecord & { changedAt: string })[],
  ): Promise<void>;
  /** Every item of the table as it is, by keys. */
  items(): Promise<Map<string, unknown>>;
  wipe(): Promise<void>;
}

export async function startHistories(): Promise<Histories> {
  const [engine, archives]: [DynamoEngine, ArchiveEngine] = await Promise.all([
    startDynamo(),
    startArchiveEngine(),
  ]);
  const offers: OffersTable = { client: engine.client, table: OFFERS_TABLE };
  const moved = new MovedVersions(archives.s3, archives.bucket);
  const ledger = new Ledger(engine.client, OFFERS_TABLE, moved);
  const scan = async () =>
    (await engine.client.send(new ScanCommand({ TableName: OFFERS_TABLE }))).Items ?? [];
  return {
    ...archives,
    offers,
    moved,
    ledger,
    async keep(sourceId, offer, versions) {
      const written: VersionRecord[] = [];
      for (const [place, said] of versions.entries()) {
        const record = sampleRecord({
          sourceId,
          sourceOfferId: offer,
          version: place + 1,
          firstSeenAt: versions[0]?.changedAt ?? said.changedAt,
          ...said,
        });
        const { conflicts } = await ledger.write([{ record, expected: place }]);
        if (conflicts.length > 0) throw new Error("a history has each version once");
        const kept = await ledger.version(record.offerId, record.version);
        if (kept) written.push(kept);
      }
      await archives.archive.write(written);
    },
    async items() {
      const items = await scan();
      return new Map(
        items
          .map(({ restored: _mark, ...item }): [string, unknown] => [
            `${item["pk"]?.S} ${item["sk"]?.S}`,
            item,
          ])
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    },
    async wipe() {
      for (let items = await scan(); items.length > 0; items = await scan()) {
        for (let start = 0; start < items.length; start += 25) {
          const requests = items
            .slice(start, start + 25)
            .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk: pk ?? { S: "" }, sk: sk ?? { S: "" } } } }));
          await engine.client.send(new BatchWriteItemCommand({ RequestItems: { [OFFERS_TABLE]: requests } }));
        }
      }
    },
    async stop() {
      await Promise.all([engine.stop(), archives.stop()]);
    },
  };
}
