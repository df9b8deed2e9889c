import { App } from "aws-cdk-lib";
import { describe, expect, test } from "vitest";
import { readSettings } from "./settings.ts";
import { synthesized } from "./template.fixture.ts";

const settings = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

describe("settings", () => {
  test("have defaults for everything", () => {
    expect(settings({})).toEqual({
      stage: "prod",
      databaseMinCapacity: 0,
      databaseMaxCapacity: 4,
      databasePauseMinutes: 10,
      upsertConcurrency: 10,
      ledgerDays: null,
      introspection: true,
      firewall: true,
      requestsPerAddress: 3_000,
      requestsPerToken: 50_000,
      userPool: true,
      oidcIssuers: [],
      retainData: true,
    });
  });

  test("are read from the texts that a command line gives", () => {
    expect(
      settings({ stage: "dev", databaseMaxCapacity: "8", ledgerDays: "90", retainData: "false" }),
    ).toMatchObject({
      stage: "dev",
      databaseMaxCapacity: 8,
      ledgerDays: 90,
      retainData: false,
    });
  });

  test.each([
    [{ stage: "Prod!" }, /stage: .*lower-case/],
    [{ alarmEmail: "nobody" }, /alarmEmail/],
    [
      { databaseMinCapacity: "8", databaseMaxCapacity: "4" },
      /databaseMinCapacity: is above databaseMaxCapacity/,
    ],
    [{ upsertConcurrency: "1" }, /upsertConcurrency/],
    [{ retainData: "perhaps" }, /retainData/],
    [{ ledgerDays: "14" }, /ledgerDays: .*>=15/],
    [{ ledgerDays: "some" }, /ledgerDays/],
  ])("%o is refused by its name", (context, message) => {
    expect(() => settings(context)).toThrow(message);
  });
});

describe("a stage that may vanish", () => {
  test("takes its tables, its archive and its database along", async () => {
    const stack = await synthesized({ context: { retainData: false } });
    const policies = ["AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::RDS::DBCluster"].flatMap(
      (type) => stack.ofType(type).map(([, { DeletionPolicy }]) => DeletionPolicy),
    );
    expect(policies).toEqual(Array.from({ length: 6 }, () => "Delete"));
    expect(JSON.stringify(stack.raw)).not.toMatch(/"DeletionProtection(Enabled)?":true/);
  });
});

test("two stages share no name", async () => {
  const [one, two] = [await synthesized({ stage: "one" }), await synthesized({ stage: "two" })];
  const names = (stack: typeof one) =>
    Object.values(stack.resources).flatMap(({ Properties }) =>
      ["TableName", "QueueName", "FunctionName", "Name", "LogGroupName", "TopicName", "DBClusterIdentifier"]
        .map((key) => Properties[key])
        .filter((name) => typeof name === "string" && /offerfeed/.test(name)),
    );
  expect(names(one).length).toBeGreaterThan(30);
  const others = new Set(names(two));
  expect(names(one).filter((name) => others.has(name))).toEqual([]);
});

test("who is to be told of alarms gets them by mail", async () => {
  const stack = await synthesized({ context: { alarmEmail: "ops@example.com" } });
  expect(stack.ofType("AWS::SNS::Subscription").map(([, { Properties }]) => Properties["Endpoint"])).toEqual([
    "ops@example.com",
  ]);
});
