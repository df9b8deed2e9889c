import { expect, test } from "vitest";
import { readRule } from "../template/properties.ts";
import { EventBuses } from "./event-bridge.ts";
import { startRules } from "./rules.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:follow";

const properties = (more: object = {}) => ({
  Name: "follow",
  EventBusName: "arn:aws:events:us-east-1:000000000000:event-bus/feed",
  EventPattern: { source: ["offerfeed"], "detail-type": ["OffersChanged"] },
  Targets: [{ Arn: FUNCTION, Id: "Target0", RetryPolicy: { MaximumRetryAttempts: 0 } }],
  ...more,
});

function started(...rules: object[]) {
  const buses = new EventBuses("us-east-1", "000000000000");
  for (const bus of ["feed", "other"]) buses.ensure(bus);
  const sent: { arn: string; event: Record<string, unknown> }[] = [];
  const failures: unknown[] = [];
  startRules(
    buses,
    rules.map((rule, place) => readRule(rule, `Rule${place}`)).filter((rule) => rule !== null),
    {
      send: (arn, event) => {
        if (arn === "broken") throw new Error("no such target");
        sent.push({ arn, event: JSON.parse(event) as Record<string, unknown> });
      },
      onFailure: (error) => failures.push(error),
    },
  );
  const put = (bus: string, detailType: string) =>
    buses.put(bus, { source: "offerfeed", detailType, detail: '{"changes":[]}' });
  return { put, sent, failures };
}

test("an event that fits goes to the rule's targets, as EventBridge writes it", () => {
  const { put, sent } = started(properties());
  const id = put("feed", "OffersChanged");
  put("feed", "SyncRunEnded");
  put("other", "OffersChanged");
  expect(sent).toEqual([
    {
      arn: FUNCTION,
      event: {
        version: "0",
        id,
        "detail-type": "OffersChanged",
        source: "offerfeed",
        account: "000000000000",
        region: "us-east-1",
        time: expect.any(String),
        resources: [],
        detail: { changes: [] },
      },
    },
  ]);
});

test("a rule that is switched off hears nothing, and a target that fails does not keep others from theirs", () => {
  const { put, sent, failures } = started(
    properties({ State: "DISABLED" }),
    properties({ Targets: [{ Arn: "broken", Id: "a" }] }),
    properties({ Targets: [{ Arn: "arn:aws:sqs:us-east-1:000000000000:queue", Id: "b" }] }),
  );
  put("feed", "OffersChanged");
  expect(sent.map(({ arn }) => arn)).toEqual(["arn:aws:sqs:us-east-1:000000000000:queue"]);
  expect(failures).toEqual([new Error("no such target")]);
});

test.each([
  ["a target that transforms the event", { Targets: [{ Arn: FUNCTION, Id: "a", InputPath: "$.detail" }] }],
  ["a rule that is a schedule", { ScheduleExpression: "rate(1 minute)" }],
])("%s is an error at start, not a difference to AWS", (_, more) => {
  expect(() => readRule(properties(more), "Rule")).toThrow("Rule");
});

test("a pattern that is not emulated is an error at start", () => {
  expect(() => started(properties({ EventPattern: { source: [{ cidr: "10.0.0.0/8" }] } }))).toThrow("cidr");
});
