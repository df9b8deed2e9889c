/** The handler of every fetch function: one sync run, or one test, of one source of one network. */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { testSource, type TestResult } from "../../shared/health/test-source.ts";
import { createHttpClient } from "../../shared/http/create-client.ts";
import type { HttpClient } from "../../shared/http/client.ts";
import { egressPolicy } from "../../shared/http/egress.ts";
import { createMask } from "../../shared/http/mask.ts";
import { TableRateLimiter } from "../../shared/http/rate-limit.ts";
import { DEFAULT_RETRY_POLICY } from "../../shared/http/retry.ts";
import { type NetworkAdapter, SYNC_MODES } from "../../shared/networks/adapter.ts";
import { SourceSecrets } from "../../shared/sources/secrets.ts";
import type { HttpClientRequest } from "../../shared/sync/run-context.ts";
import { runSync, type RunResult } from "../../shared/sync/run.ts";
import { documents, healthStore, ledgerWithPast, s3Client, sourceStores } from "../clients.ts";
import { optionalVariable, variable } from "../environment.ts";
import { logger, observed } from "../observed.ts";

/** What a dead function's successor may have to do again. */
const CHECKPOINT_EVERY_MS = 10_000;
/** An index follows its table within a second, nearly always. */
const INDEX_PATIENCE_MS = [500, 2_000, 5_000];

const syncSchema = z.object({
  sourceId: z.string().min(1),
  mode: z.enum(SYNC_MODES).optional(),
  runId: z.string().optional(),
  leg: z.int().min(1).optional(),
});
const testSchema = z.object({
  sourceId: z.string().min(1),
  test: z.literal(true),
  seconds: z.number().positive(),
});
const requestSchema = z.union([testSchema, syncSchema]);

/** @returns the Lambda handler for Scheduler's `{sourceId}`, the control API's `{sourceId, mode, runId}`, and `{sourceId, test, seconds}` */
export function fetchHandler(
  adapter: NetworkAdapter,
): (event: unknown, context: Context) => Promise<RunResult | TestResult> {
  const targets = {
    adapter,
    ...sourceStores(),
    health: healthStore(),
    secrets: new SourceSecrets(new SecretsManagerClient({}), variable("SECRET_PREFIX")),
    ledger: ledgerWithPast(),
    sqs: new SQSClient({}),
    queueUrl: variable("OFFERS_QUEUE_URL"),
    s3: s3Client(),
    bucket: variable("ARCHIVE_BUCKET"),
  };
  const limiter = new TableRateLimiter(documents, variable("SOURCES_TABLE"));
  const egress = egressPolicy(optionalVariable("OFFERFEED_ALLOWED_HOSTS"));
  const httpClient = (request: HttpClientRequest & { readonly tries?: number }): HttpClient => {
    const { source, quotaKey, secrets, signal, tries } = request;
    const retry = { ...DEFAULT_RETRY_POLICY, ...adapter.retry };
    return createHttpClient({
      limiter,
      quotaKey,
      rateLimits: adapter.rateLimits,
      retry: { ...retry, tries: tries ?? retry.tries },
      secrets,
      originOverride: source.sandbox
        ? variable("SANDBOX_ORIGIN")
        : optionalVariable("NETWORK_ORIGIN_OVERRIDE"),
      egress,
      onCall: (call) => logger.info("network call", { sourceId: source.id, call }),
      signal,
    });
  };
  return observed(async (event: unknown, context: Context) => {
    const shared = {
      ...targets,
      httpClient,
      masked: (text: string, secrets: readonly string[]) => createMask(secrets)(text),
      now: () => new Date(),
      remainingMs: () => context.getRemainingTimeInMillis(),
      checkpointEveryMs: CHECKPOINT_EVERY_MS,
      indexPatienceMs: INDEX_PATIENCE_MS,
      log: (message: string, details: Readonly<Record<string, unknown>>) =>
        logger.info(message, { ...details }),
    };
    const request = requestSchema.parse(event);
    return "test" in request ? testSource(shared, request) : runSync(shared, request);
  });
}
