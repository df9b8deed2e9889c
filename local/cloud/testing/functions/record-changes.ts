/**
 * Writes what it is given to the Seen table, a row a record and how often it came. A record whose item has `poison`
 * fails: by an exception, or, where that says "report", by being reported.
 */
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";

const client = new DynamoDBClient({});
const consumer = process.env["CONSUMER"];
let order = 0;

export async function handler(event: DynamoDBStreamEvent): Promise<object> {
  const poison = event.Records.find((record) => record.dynamodb?.NewImage?.["poison"]?.S === "throw");
  if (poison !== undefined) throw new Error("poison");
  for (const record of event.Records) {
    const change = record.dynamodb;
    if (change?.NewImage?.["poison"] !== undefined)
      return { batchItemFailures: [{ itemIdentifier: change.SequenceNumber }] };
    await client.send(
      new UpdateItemCommand({
        TableName: process.env["SEEN_TABLE"],
        Key: { pk: { S: `${consumer}` }, sk: { S: change?.SequenceNumber ?? "" } },
        UpdateExpression:
          "SET offer = :offer, eventName = :event, recordJson = :raw, nth = :nth ADD deliveries :one",
        ExpressionAttributeValues: {
          ":offer": { S: `${change?.Keys?.["pk"]?.S}/${change?.Keys?.["sk"]?.S}` },
          ":event": { S: record.eventName ?? "" },
          ":raw": { S: JSON.stringify(record) },
          ":nth": { N: String((order += 1)) },
          ":one": { N: "1" },
        },
      }),
    );
  }
  return { batchItemFailures: [] };
}
