/** Old versions leave the ledger for the archive: only where a stage asks for it. */
import { Duration } from "aws-cdk-lib";
import { Construct } from "constructs";
import type { Archive } from "./archive.ts";
import { MOVED_PREFIX, OFFERS_PREFIX } from "./archive.ts";
import { FeedFunction } from "./function.ts";
import { ownSchedule } from "./own-schedule.ts";
import { moveVersionsOut } from "./permissions.ts";
import type { Tables } from "./tables.ts";

export interface RetentionProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly tables: Tables;
  readonly archive: Archive;
  /** Days that a version stays in the ledger after the next one was made. */
  readonly ledgerDays: number;
}

export class Retention extends Construct {
  readonly moveVersions: FeedFunction;

  constructor(scope: Construct, id: string, { prefix, tables, archive, ledgerDays }: RetentionProps) {
    super(scope, id);
    const fn = new FeedFunction(this, "MoveVersions", {
      prefix,
      name: "move-versions",
      entry: "functions/move-versions.ts",
      description: "Moves versions that were replaced long ago from the ledger to the archive",
      timeout: Duration.minutes(15),
      memorySize: 1769,
      // The next day's pass goes on where this one ended.
      retryAttempts: 0,
      environment: {
        OFFERS_TABLE: tables.offers.tableName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        LEDGER_DAYS: String(ledgerDays),
      },
    });
    moveVersionsOut(fn, tables);
    // It reads the archive and adds to what has been moved. It can delete from neither.
    archive.allow(fn, "s3:GetObject", OFFERS_PREFIX);
    archive.allow(fn, "s3:GetObject", MOVED_PREFIX);
    archive.allow(fn, "s3:PutObject", MOVED_PREFIX);
    archive.allowMissing(fn);
    ownSchedule(this, "Move", {
      every: Duration.days(1),
      fn,
      description: "Moves versions that were replaced long ago to the archive",
    });
    this.moveVersions = fn;
  }
}
