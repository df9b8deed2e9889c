import { describe, expect, it } from "vitest";
import { SqsBatch } from "./sqs-batch.ts";

const message = (bytes = 10) => ({ Body: "x".repeat(bytes) });

describe("a batch of messages", () => {
  it("is closed when it is full", () => {
    const batch = new SqsBatch(2, 1000);
    batch.add(message(), 0);
    expect(batch.closed(0)).toBe(false);
    batch.add(message(), 0);
    expect(batch.closed(0)).toBe(true);
  });

  it("is closed when the window since its first message is over", () => {
    const batch = new SqsBatch(10, 1000);
    batch.add(message(), 500);
    batch.add(message(), 1400);
    expect([batch.closed(1499), batch.closed(1500)]).toEqual([false, true]);
  });

  it("is never closed while it is empty", () => {
    expect(new SqsBatch(10, 0).closed(1_000_000)).toBe(false);
  });

  it("takes no message beyond six megabytes", () => {
    const batch = new SqsBatch(100, 1000);
    const taken = Array.from({ length: 8 }, () => batch.add(message(1_000_000), 0));
    expect(taken).toEqual([true, true, true, true, true, true, false, false]);
  });
});
