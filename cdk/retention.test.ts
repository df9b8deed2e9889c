import { beforeAll, describe, expect, test } from "vitest";
import "./matchers.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

describe("a stage that keeps 90 days in its ledger", () => {
  let stack: SynthesizedTemplate;
  beforeAll(async () => {
    stack = await synthesized({ context: { ledgerDays: 90 } });
  });

  test("moves older versions once a day, told how many days stay", () => {
    const { id, properties } = stack.fn("move-versions");
    expect(properties).toMatchObject({
      Timeout: 900,
      Environment: { Variables: { LEDGER_DAYS: "90" } },
    });
    expect(stack).toHaveProperties("AWS::Scheduler::Schedule", {
      Name: "offerfeed-test-move-versions",
      ScheduleExpression: "rate(1 day)",
      Target: { Arn: { "Fn::GetAtt": [id, "Arn"] } },
    });
  });

  test("tells somebody after one failure, as a day passes until the next pass", () => {
    const { id } = stack.fn("move-versions");
    expect(stack).toHaveProperties("AWS::CloudWatch::Alarm", {
      MetricName: "Errors",
      Dimensions: [{ Name: "FunctionName", Value: { Ref: id } }],
      Period: 86_400,
      EvaluationPeriods: 1,
    });
  });

  test("lets that function alone delete from the ledger, and none from the archive", () => {
    const { id: table } = stack.named("AWS::DynamoDB::GlobalTable", "TableName", "offerfeed-test-offers");
    const granted = stack.ofType("AWS::IAM::Policy").flatMap(([, { Properties }]) => {
      const { Statement } = Properties["PolicyDocument"] as { Statement: Record<string, unknown>[] };
      return Statement.map((statement) => ({
        role: JSON.stringify(Properties["Roles"]),
        actions: JSON.stringify(statement["Action"]),
        resource: JSON.stringify(statement["Resource"]),
      }));
    });
    const deleting = granted.filter(
      ({ actions, resource }) => actions.includes("dynamodb:DeleteItem") && resource.includes(`"${table}"`),
    );
    expect(deleting.map(({ role }) => role)).toEqual([expect.stringContaining("MoveVersions")]);
    expect(granted.filter(({ actions }) => actions.includes("s3:Delete"))).toEqual([]);
  });
});

test("a stage keeps every version in its ledger unless it says otherwise", async () => {
  const stack = await synthesized();
  expect(JSON.stringify(stack.raw)).not.toContain("move-versions");
});
