/** Writes each message's body to the Seen table; one that says "fail" is reported, one that says "throw" fails all. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSEvent } from "aws-lambda";

const client = new DynamoDBClient({});

export async function handler(event: SQSEvent): Promise<object> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  if (event.Records.some(({ body }) => body === "throw")) throw new Error("told to throw");
  for (const { body, messageId, attributes } of event.Records) {
    if (body.startsWith("fail")) batchItemFailures.push({ itemIdentifier: messageId });
    else
      await client.send(
        new PutItemCommand({
          TableName: process.env["SEEN_TABLE"],
          Item: {
            pk: { S: "message" },
            sk: { S: body },
            batch: { N: String(event.Records.length) },
            received: { S: attributes.ApproximateReceiveCount },
          },
        }),
      );
  }
  return { batchItemFailures };
}
