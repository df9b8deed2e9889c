/** Has sources tested, judges how they are doing, and tells of what changed. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SNSClient } from "@aws-sdk/client-sns";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { announceHealth } from "../shared/health/announce.ts";
import { checkSources, type CheckPass, TEST_SECONDS } from "../shared/health/check.ts";
import { SourceTests } from "../shared/health/source-tests.ts";
import { healthStore, sourceStores } from "./clients.ts";
import { variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const requestSchema = z.object({ sourceId: z.string().min(1).optional() });

const now = (): Date => new Date();
const { sources } = sourceStores();
const health = healthStore();
const tests = new SourceTests({
  lambda: new LambdaClient({}),
  fetchFunctionArnPrefix: variable("FETCH_FUNCTION_ARN_PREFIX"),
  health,
  now,
});
const world = {
  eventBridge: new EventBridgeClient({}),
  busName: variable("EVENT_BUS_NAME"),
  sns: new SNSClient({}),
  topicArn: variable("ALARM_TOPIC_ARN"),
};

export const handler = observed(async (event: unknown, context: Context): Promise<CheckPass> => {
  const pass = await checkSources(
    {
      sources,
      health,
      test: (source) => tests.test(source, TEST_SECONDS),
      announce: (change) => announceHealth(world, change),
      now,
      remainingMs: () => context.getRemainingTimeInMillis(),
    },
    requestSchema.parse(event),
  );
  logger.info("sources checked", { ...pass });
  return pass;
});
