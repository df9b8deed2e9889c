import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { countIn, seenBy, startTestCloud, until } from "../testing/harness.ts";
import type { TestCloud } from "../testing/harness.ts";

async function send({ cloud, sqs }: TestCloud, ...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: cloud.resources.get("Work")?.ref ?? "", Entries }));
}

describe("a queue that feeds a function", () => {
  it("gathers messages of the batching window into one invocation", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud();
    await send(test, "a", "b", "c");
    await send(test, "d", "e");
    await test.cloud.idle({ timeoutMs: 30_000 });
    const seen = await seenBy(test, "message");
    expect(seen.map((item) => [item["sk"]?.S, item["batch"]?.N])).toEqual([
      ["a", "5"],
      ["b", "5"],
      ["c", "5"],
      ["d", "5"],
      ["e", "5"],
    ]);
  });

  it(
    "writes the rest of a batch and moves a reported message to the dead letters",
    { timeout: 60_000 },
    async () => {
      await using test = await startTestCloud();
      await send(test, "good", "fail");
      await test.cloud.idle({ timeoutMs: 30_000 });
      const invocations = test.events.filter((event) => event.type === "invocation");
      expect({
        written: (await seenBy(test, "message")).map((item) => item["sk"]?.S),
        dead: await countIn(test, "DeadLetters"),
        invocations: invocations.length,
      }).toEqual({ written: ["good"], dead: 1, invocations: 2 });
    },
  );

  it(
    "shows a failed message again when the queue's visibility timeout is over",
    { timeout: 60_000 },
    async () => {
      const timing = { redeliverySeconds: null };
      await using test = await startTestCloud({ visibilityTimeout: 3 }, { timing });
      await send(test, "fail");
      await until(async () => (await countIn(test, "DeadLetters")) === 1, "the dead letter");
      expect(test.events.filter((event) => event.type === "invocation")).toHaveLength(2);
    },
  );

  it("returns all messages of a batch whose function throws", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud();
    await send(test, "throw", "innocent");
    await test.cloud.idle({ timeoutMs: 30_000 });
    expect(await countIn(test, "DeadLetters")).toBe(2);
  });
});
