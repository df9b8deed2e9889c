/** Starts the next leg of runs whose function ended before its time was up, from the Sources table's stream. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import type { RunItem } from "../shared/sources/items.ts";
import { startNextLegs } from "../shared/sync/start-run.ts";
import { variable } from "./environment.ts";
import { observed } from "./observed.ts";

const lambda = new LambdaClient({});
const arnPrefix = variable("FETCH_FUNCTION_ARN_PREFIX");

export const handler = observed(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const runs = event.Records.map(({ dynamodb }) => dynamodb?.NewImage)
    .filter((image) => image !== undefined)
    .map((image) => unmarshall(image as Record<string, AttributeValue>) as RunItem);
  await startNextLegs(lambda, arnPrefix, runs);
  return { batchItemFailures: [] };
});
