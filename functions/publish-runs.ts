/** Tells subscribers and the event bus what becomes of sync runs, from the Sources table's stream. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { publishSyncRuns } from "../graphql/publish.ts";
import { toSyncRun } from "../graphql/run-view.ts";
import { newestOfEach, putRunsEnded } from "../shared/publish/runs.ts";
import { runFromItem } from "../shared/sources/items.ts";
import { variable } from "./environment.ts";
import { observed } from "./observed.ts";
import { signWithRole } from "./signing.ts";

const eventBridge = new EventBridgeClient({});
const busName = variable("EVENT_BUS_NAME");
const graphqlUrl = variable("GRAPHQL_URL");
const sign = signWithRole();

export const handler = observed(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const images = event.Records.map(({ dynamodb }) => dynamodb?.NewImage).filter(
    (image) => image !== undefined,
  );
  const runs = newestOfEach(
    images.map((image) => runFromItem(unmarshall(image as Record<string, AttributeValue>))),
  );
  await publishSyncRuns(graphqlUrl, runs.map(toSyncRun), sign);
  await putRunsEnded(eventBridge, busName, runs);
  return { batchItemFailures: [] };
});
