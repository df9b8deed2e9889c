/** Moves versions that were replaced long ago from the ledger to the archive. */
import { Archive } from "../shared/archive/archive.ts";
import { allArchived, moveOldVersions, type MovePass } from "../shared/archive/move.ts";
import { MovedVersions } from "../shared/archive/moved.ts";
import { dynamo, s3Client } from "./clients.ts";
import { variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const [s3, bucket] = [s3Client(), variable("ARCHIVE_BUCKET")];
const targets = {
  offers: { client: dynamo, table: variable("OFFERS_TABLE") },
  archive: new Archive(s3, bucket),
  moved: new MovedVersions(s3, bucket),
};
const days = Number(variable("LEDGER_DAYS"));

export const handler = observed(async (_event: unknown, context): Promise<MovePass> => {
  const pass = await moveOldVersions(targets, {
    days,
    now: () => new Date(),
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
  logger.info("old versions moved", { ...pass });
  return allArchived(pass);
});
