import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Clock } from "./clock.ts";
import { systemClock } from "./clock.ts";
import { MemoryRateLimiter, TableRateLimiter } from "./rate-limit.ts";
import type { RateLimiter } from "./rate-limit.ts";

const NOW = 1_763_000_000_000;
const NEVER = new AbortController().signal;

/** A clock on which sleeping takes no time but moves it on. */
class JumpingClock implements Clock {
  time = NOW;
  now(): number {
    return this.time;
  }
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const until = this.time + ms;
    await new Promise(setImmediate);
    signal.throwIfAborted();
    this.time = Math.max(this.time, until);
  }
}

/** The instants at which `count` requests of one key go. */
async function times(
  limiters: readonly RateLimiter[],
  clock: Clock,
  key: string,
  count: number,
): Promise<number[]> {
  const limit = { requests: 10, intervalMs: 1_000, burst: 3 };
  const requests = Array.from({ length: count }, async (_, at) => {
    await limiters[at % limiters.length]?.acquire(key, limit, NEVER);
    return clock.now();
  });
  return (await Promise.all(requests)).sort((a, b) => a - b);
}

describe("MemoryRateLimiter", () => {
  it("spaces requests after the burst", async () => {
    const clock = new JumpingClock();
    const seen = await times([new MemoryRateLimiter(clock)], clock, "awin:1", 6);
    expect(seen.map((at) => at - NOW)).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it("keeps a bucket for each key", async () => {
    const clock = new JumpingClock();
    const limiter = new MemoryRateLimiter(clock);
    await times([limiter], clock, "awin:1", 3);
    expect(await times([limiter], clock, "awin:2", 3)).toEqual([NOW, NOW, NOW]);
  });

  it("holds those already waiting when the key is paused", async () => {
    const clock = new JumpingClock();
    const limiter = new MemoryRateLimiter(clock);
    await times([limiter], clock, "awin:1", 3);
    const waiting = times([limiter], clock, "awin:1", 1);
    await limiter.pause("awin:1", 60_000);
    expect(await waiting).toEqual([NOW + 60_000]);
  });

  it("gives up a wait with the signal's reason and lets the next one through", async () => {
    const limiter = new MemoryRateLimiter();
    const limit = { requests: 1, intervalMs: 3_600_000 };
    await limiter.acquire("a", limit, NEVER);
    const abort = new AbortController();
    const reason = new Error("the run was cancelled");
    const first = limiter.acquire("a", limit, abort.signal);
    const second = limiter.acquire("a", limit, abort.signal);
    abort.abort(reason);
    expect(await Promise.allSettled([first, second])).toEqual([
      { status: "rejected", reason },
      { status: "rejected", reason },
    ]);
    await limiter.acquire("a", { ...limit, burst: 2 }, NEVER);
  });
});

const binary = fileURLToPath(new URL("../../node_modules/@dynoxide/linux-x64/dynoxide", import.meta.url));

describe.skipIf(!existsSync(binary))("TableRateLimiter, on a DynamoDB engine", () => {
  const tableName = "Sources";
  let engine: ChildProcess;
  let client: DynamoDBDocumentClient;

  beforeAll(async () => {
    const port = await freePort();
    engine = spawn(binary, ["--port", String(port)], { stdio: "ignore" });
    const raw = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 20,
    });
    client = DynamoDBDocumentClient.from(raw);
    await raw.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
  }, 60_000);

  afterAll(async () => {
    client.destroy();
    engine.kill();
    await once(engine, "exit");
  });

  it("keeps two limiters together within the rate", async () => {
    const clock = new JumpingClock();
    const limiters = [1, 2].map(() => new TableRateLimiter(client, tableName, clock));
    const seen = await times(limiters, clock, "awin:two", 40);
    const spans = seen.flatMap((from, first) =>
      seen.slice(first).map((to, more) => more + 1 - (3 + (to - from) / 100)),
    );
    expect(Math.max(...spans)).toBeLessThanOrEqual(0.001);
  });

  it("loses none of the rate between two limiters", async () => {
    const clock = new JumpingClock();
    const limiters = [1, 2].map(() => new TableRateLimiter(client, tableName, clock));
    const seen = await times(limiters, clock, "awin:whole", 13);
    expect((seen.at(-1) ?? 0) - NOW).toBe(1_000);
  });

  it("holds the other limiter's requests when one pauses the key", async () => {
    const clock = new JumpingClock();
    const [one, other] = [1, 2].map(() => new TableRateLimiter(client, tableName, clock));
    if (!one || !other) throw new Error("two limiters");
    await times([other], clock, "awin:paused", 1);
    await one.pause("awin:paused", 60_000);
    await one.pause("awin:paused", 1_000);
    expect(await times([other], clock, "awin:paused", 1)).toEqual([NOW + 60_000]);
  });

  it("keeps spacing fractions of a millisecond exactly", async () => {
    const clock = new JumpingClock();
    const limiters = [1, 2].map(() => new TableRateLimiter(client, tableName, clock));
    for (let at = 0; at < 14; at += 1) {
      await limiters[at % 2]?.acquire("thirds", { requests: 7, intervalMs: 1_000 }, NEVER);
    }
    expect(clock.now() - NOW).toBeCloseTo(13_000 / 7, 0);
  });

  it("lets an idle bucket expire", async () => {
    await new TableRateLimiter(client, tableName, new JumpingClock()).pause("idle", 60_000);
    const { Item: item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { pk: "QUOTA#idle", sk: "QUOTA" } }),
    );
    expect(item).toEqual({
      pk: "QUOTA#idle",
      sk: "QUOTA",
      dueAt: 0,
      pausedUntil: NOW + 60_000,
      expiresAt: NOW / 1000 + 60 + 86_400,
    });
  });

  it("waits in real time too", async () => {
    const limiter = new TableRateLimiter(client, tableName, systemClock);
    const limit = { requests: 1, intervalMs: 40 };
    const startedAt = Date.now();
    await limiter.acquire("real", limit, NEVER);
    await limiter.acquire("real", limit, NEVER);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(40);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
