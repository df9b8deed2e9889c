import { describe, expect, it } from "vitest";
import { messagesIn, putItem, seenBy, startTestCloud } from "../testing/harness.ts";
import type { Seen } from "../testing/harness.ts";

const offers = (seen: readonly Seen[]): (string | undefined)[] => seen.map((item) => item["offer"]?.S);

describe("a table's stream that feeds functions", () => {
  it(
    "gives each mapping the records its filter passes, in write order, once",
    { timeout: 60_000 },
    async () => {
      await using test = await startTestCloud({ streamBatchSize: 7 });
      for (let n = 0; n < 30; n += 1) {
        await putItem(test, `o${n}`, "CURRENT");
        await putItem(test, `o${n}`, "V#1");
      }
      await test.cloud.idle({ timeoutMs: 30_000 });
      const [first, second] = [await seenBy(test, "first"), await seenBy(test, "second")];
      expect(offers(first)).toEqual(Array.from({ length: 30 }, (_, n) => `o${n}/V#1`));
      expect(offers(second)).toEqual(Array.from({ length: 30 }, (_, n) => `o${n}/CURRENT`));
      expect(first.map((item) => Number(item["nth"]?.N))).toEqual(
        Array.from({ length: 30 }, (_, n) => n + 1),
      );
    },
  );

  it("hands over records in Lambda's shape, with both images", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud();
    await putItem(test, "o", "CURRENT");
    await test.cloud.idle({ timeoutMs: 30_000 });
    const [item] = await seenBy(test, "second");
    expect(JSON.parse(item?.["recordJson"]?.S ?? "")).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: "us-east-1",
      eventSourceARN: test.cloud.resources.get("Items")?.attributes["StreamArn"],
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { pk: { S: "o" }, sk: { S: "CURRENT" } },
        NewImage: { pk: { S: "o" }, sk: { S: "CURRENT" } },
        SequenceNumber: "000000000000000000001",
        SizeBytes: expect.any(Number),
        StreamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
  });

  it("halves a batch until a poison record is alone, and reports that one", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud({ maximumRetryAttempts: 1 });
    for (let n = 0; n < 9; n += 1) await putItem(test, `o${n}`, "V#1", n === 4 ? "throw" : undefined);
    await test.cloud.idle({ timeoutMs: 30_000 });
    const failures = await messagesIn(test, "Failures");
    expect({ seen: offers(await seenBy(test, "first")), failures }).toMatchObject({
      seen: [0, 1, 2, 3, 5, 6, 7, 8].map((n) => `o${n}/V#1`),
      failures: [
        {
          requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
          DDBStreamBatchInfo: { batchSize: 1, startSequenceNumber: "000000000000000000005" },
        },
      ],
    });
  });

  it(
    "goes back to the lowest reported record, and gives up the rest of the batch at last",
    { timeout: 60_000 },
    async () => {
      await using test = await startTestCloud({ maximumRetryAttempts: 2 });
      for (let n = 0; n < 4; n += 1) await putItem(test, `o${n}`, "CURRENT", n === 2 ? "report" : undefined);
      await test.cloud.idle({ timeoutMs: 30_000 });
      const [failure] = await messagesIn(test, "Failures");
      expect(failure).toMatchObject({ DDBStreamBatchInfo: { startSequenceNumber: "000000000000000000003" } });
      expect(offers(await seenBy(test, "second")).slice(0, 2)).toEqual(["o0/CURRENT", "o1/CURRENT"]);
    },
  );
});
