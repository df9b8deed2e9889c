/** The handler of every fetch function: one sync run of one source of one network. */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { createHttpClient } from "../../shared/http/create-client.ts";
import { egressPolicy } from "../../shared/http/egress.ts";
import { createMask } from "../../shared/http/mask.ts";
import { TableRateLimiter } from "../../shared/http/rate-limit.ts";
import { DEFAULT_RETRY_POLICY } from "../../shared/http/retry.ts";
import { type NetworkAdapter, SYNC_MODES } from "../../shared/networks/adapter.ts";
import { SourceSecrets } from "../../shared/sources/secrets.ts";
import { runSync, type RunResult } from "../../shared/sync/run.ts";
import { documents, ledger, s3Client, sourceStores } from "../clients.ts";
import { optionalVariable, variable } from "../environment.ts";
import { logger, observed } from "../observed.ts";

/** What a dead function's successor may have to do again. */
const CHECKPOINT_EVERY_MS = 10_000;
/** An index follows its table within a second, nearly always. */
const INDEX_PATIENCE_MS = [500, 2_000, 5_000];

const requestSchema = z.object({
  sourceId: z.string().min(1),
  mode: z.enum(SYNC_MODES).optional(),
  runId: z.string().optional(),
  leg: z.int().min(1).optional(),
});

/** @returns the Lambda handler for Scheduler's `{sourceId}` and for the control API's `{sourceId, mode, runId}` */
export function fetchHandler(
  adapter: NetworkAdapter,
): (event: unknown, context: Context) => Promise<RunResult> {
  const targets = {
    adapter,
    ...sourceStores(),
    secrets: new SourceSecrets(new SecretsManagerClient({}), variable("SECRET_PREFIX")),
    ledger: ledger(),
    sqs: new SQSClient({}),
    queueUrl: variable("OFFERS_QUEUE_URL"),
    s3: s3Client(),
    bucket: variable("ARCHIVE_BUCKET"),
  };
  const limiter = new TableRateLimiter(documents, variable("SOURCES_TABLE"));
  const egress = egressPolicy(optionalVariable("OFFERFEED_ALLOWED_HOSTS"));
  return observed(async (event: unknown, context: Context) =>
    runSync(
      {
        ...targets,
        httpClient: ({ source, quotaKey, secrets, signal }) =>
          createHttpClient({
            limiter,
            quotaKey,
            rateLimits: adapter.rateLimits,
            retry: { ...DEFAULT_RETRY_POLICY, ...adapter.retry },
            secrets,
            originOverride: source.sandbox
              ? variable("SANDBOX_ORIGIN")
              : optionalVariable("NETWORK_ORIGIN_OVERRIDE"),
            egress,
            onCall: (call) => logger.info("network call", { sourceId: source.id, call }),
            signal,
          }),
        masked: (text, secrets) => createMask(secrets)(text),
        now: () => new Date(),
        remainingMs: () => context.getRemainingTimeInMillis(),
        checkpointEveryMs: CHECKPOINT_EVERY_MS,
        indexPatienceMs: INDEX_PATIENCE_MS,
        log: (message, details) => logger.info(message, { ...details }),
      },
      requestSchema.parse(event),
    ),
  );
}
