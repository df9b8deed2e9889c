import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEndpoints, type Endpoints } from "./server.ts";
import { sns, Topics } from "./sns.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
const TopicArn = "arn:aws:sns:us-east-1:000000000000:alarms";
const topics = new Topics();
let endpoints: Endpoints;
let client: SNSClient;

beforeAll(async () => {
  topics.ensure("alarms", TopicArn);
  endpoints = await startEndpoints([sns(topics)], credentials);
  client = new SNSClient({ region: "us-east-1", endpoint: endpoints.url, credentials });
});
afterAll(() => endpoints.stop());

test("a message reaches whoever listens, as it was written", async () => {
  const heard: string[] = [];
  topics.on("message", ({ topic, subject, message }) => heard.push(`${topic}|${subject}|${message}`));
  const Message = "Prüfe <a> & b+c = 100 %\nzweite Zeile";
  const { MessageId } = await client.send(new PublishCommand({ TopicArn, Subject: "Offerfeed: x", Message }));
  expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
  expect(heard).toEqual([`alarms|Offerfeed: x|${Message}`]);
  expect(topics.recent.map(({ message }) => message)).toEqual([Message]);
});

test.each([
  ["NotFound", { TopicArn: `${TopicArn}-absent`, Message: "m" }],
  ["InvalidParameter", { TopicArn, Message: "m", Subject: "zwei\nZeilen" }],
  ["InvalidParameter", { TopicArn, Message: "" }],
])("SNS's own error %s comes for what it refuses", async (code, input) => {
  const refused = await client.send(new PublishCommand(input)).catch((error: unknown) => error);
  expect(String((refused as Error).name)).toMatch(new RegExp(`^${code}`));
  expect(topics.recent).toHaveLength(1);
});
