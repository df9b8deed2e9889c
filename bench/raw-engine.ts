/** What the DynamoDB engine alone takes: the same items, in the same transactions, from one process, and nothing else. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ledger } from "../shared/ledger/ledger.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import { OFFERS_TABLE, startDynamo } from "../test/engines/dynamodb.ts";

const WRITERS = 4;

/** @returns offers (two items each) written a second, file-backed, without streams */
export async function rawWriteRate(records: readonly VersionRecord[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "offerfeed-bench-"));
  const engine = await startDynamo(join(directory, "raw.db"));
  try {
    const ledger = new Ledger(engine.client, OFFERS_TABLE);
    const share = Math.ceil(records.length / WRITERS);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: WRITERS }, (_, writer) =>
        ledger.write(
          records.slice(writer * share, (writer + 1) * share).map((record) => ({ record, expected: 0 })),
        ),
      ),
    );
    return records.length / ((performance.now() - began) / 1000);
  } finally {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
