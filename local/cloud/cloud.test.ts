import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { SQSClient, ListQueuesCommand } from "@aws-sdk/client-sqs";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BusEvent } from "./endpoints/event-bridge.ts";
import { startLocalCloud } from "./cloud.ts";
import { clientConfig, messagesIn, projectRoot, startTestCloud, until } from "./testing/harness.ts";
import { testTemplate } from "./testing/template.ts";
import type { TestCloud } from "./testing/harness.ts";

const PROBE = "test-probe";

describe("the local cloud", () => {
  let test: TestCloud;
  beforeAll(async () => {
    test = await startTestCloud({ functionTimeout: 2 }, { env: { SANDBOX_ORIGIN: "http://127.0.0.1:1" } });
  }, 60_000);
  afterAll(async () => test[Symbol.asyncDispose](), 60_000);

  it("gives a function the template's variables and the runtime's own, and nothing else", async () => {
    const { outcome } = await test.cloud.invoke(PROBE, { do: "env" });
    const env: Record<string, string> = outcome.ok ? JSON.parse(outcome.payload) : {};
    expect(env).toMatchObject({
      ITEMS_TABLE: "test-items",
      WORK_URL: test.cloud.outputs.get("WorkUrl"),
      FUNCTION_PREFIX: "arn:aws:lambda:us-east-1:function:",
      DATABASE_HOST: "127.0.0.1",
      DATABASE_URL: test.cloud.databaseUrl,
      SANDBOX_ORIGIN: "http://127.0.0.1:1",
      AWS_LAMBDA_FUNCTION_NAME: PROBE,
      AWS_REGION: "us-east-1",
    });
    const foreign = Object.keys(env).filter(
      (name) =>
        !/^(AWS_|LAMBDA_|_HANDLER|TZ|LANG|SANDBOX_ORIGIN|DATABASE_|ITEMS_TABLE|WORK_URL|FUNCTION_PREFIX)/.test(
          name,
        ),
    );
    expect(foreign).toEqual([]);
  });

  it("gives DATABASE_URL only to functions that the template gives a database", () => {
    expect(test.cloud.functionByName("test-work-messages").env).not.toHaveProperty("DATABASE_URL");
  });

  it("hands a function Lambda's context", async () => {
    const { outcome, requestId } = await test.cloud.invoke(PROBE, { do: "context" });
    const context: { remaining?: number } = outcome.ok ? JSON.parse(outcome.payload) : {};
    expect(context).toMatchObject({ functionName: PROBE, requestId, memory: "128" });
    expect(context.remaining).toBeGreaterThan(0);
    expect(context.remaining).toBeLessThanOrEqual(2000);
  });

  it("ends an invocation that takes longer than its timeout, in Lambda's words, and serves the next", async () => {
    const slow = await test.cloud.invoke(PROBE, { do: "hang" });
    expect(slow.outcome).toMatchObject({
      ok: false,
      error: {
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${slow.requestId} Error: Task timed out after 2.00 seconds`,
      },
    });
    expect((await test.cloud.invoke(PROBE, {})).outcome).toMatchObject({ ok: true });
  });

  it("survives a handler that ends its process", async () => {
    const { outcome } = await test.cloud.invoke(PROBE, { do: "exit" });
    expect(outcome).toMatchObject({ ok: false, error: { errorType: "Runtime.ExitError" } });
  });

  it("answers Lambda's Invoke with the function's error and a header that says so", async () => {
    const lambda = new LambdaClient(clientConfig(test.cloud, "LAMBDA"));
    const answer = await lambda.send(new InvokeCommand({ FunctionName: PROBE, Payload: '{"do":"throw"}' }));
    expect(answer.FunctionError).toBe("Unhandled");
    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toMatchObject({
      errorType: "TypeError",
      errorMessage: "told to throw",
    });
  });

  it("retries an asynchronous invocation, then reports it to its failure queue", async () => {
    const lambda = new LambdaClient(clientConfig(test.cloud, "LAMBDA"));
    await lambda.send(
      new InvokeCommand({ FunctionName: PROBE, InvocationType: "Event", Payload: '{"do":"throw"}' }),
    );
    await test.cloud.idle({ timeoutMs: 20_000 });
    expect(await messagesIn(test, "Failures")).toMatchObject([
      {
        requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 2 },
        requestPayload: { do: "throw" },
        responsePayload: { errorMessage: "told to throw" },
      },
    ]);
  });

  it("keeps what a function prints", async () => {
    await test.cloud.invoke(PROBE, { do: "log" });
    const lines = (): string[] => test.events.flatMap((event) => (event.type === "line" ? [event.line] : []));
    await until(() => lines().length > 0, "the probe's line");
    expect(lines()).toContain("a line from the probe");
  });

  it("serves objects to clients that don't ask for path style", async () => {
    const s3 = new S3Client(clientConfig(test.cloud, "S3"));
    await s3.send(
      new PutObjectCommand({
        Bucket: "test-000000000000",
        Key: "a/b.json",
        Body: "[1]",
        ContentType: "application/json",
      }),
    );
    const answer = await s3.send(new GetObjectCommand({ Bucket: "test-000000000000", Key: "a/b.json" }));
    expect([await answer.Body?.transformToString(), answer.ContentType]).toEqual(["[1]", "application/json"]);
  });

  it("keeps events of its buses, tells listeners, and fails entries of a bus it does not have", async () => {
    const heard: BusEvent[] = [];
    test.cloud.events.on("event", (event) => heard.push(event));
    const bridge = new EventBridgeClient(clientConfig(test.cloud, "EVENTBRIDGE"));
    const entry = { Source: "test", DetailType: "Happened", Detail: '{"n":1}' };
    const answer = await bridge.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, EventBusName: "test-bus" },
          { ...entry, EventBusName: "other" },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(1);
    expect(heard).toMatchObject([
      { source: "test", "detail-type": "Happened", detail: { n: 1 }, bus: "test-bus" },
    ]);
    expect(test.cloud.events.recent("test-bus")).toEqual(heard);
  });

  it("rejects requests that are not signed with its own key", async () => {
    const foreign = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x".repeat(40) };
    const forged = {
      accessKeyId: test.cloud.env["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: "wrong".repeat(8),
    };
    const secrets = (credentials: typeof foreign) =>
      new SecretsManagerClient({ ...clientConfig(test.cloud, "SECRETS_MANAGER"), credentials }).send(
        new ListSecretsCommand({}),
      );
    const queues = new SQSClient({ ...clientConfig(test.cloud, "SQS"), credentials: foreign });
    await expect(secrets(foreign)).rejects.toMatchObject({ name: "UnrecognizedClientException" });
    await expect(secrets(forged)).rejects.toMatchObject({ name: "InvalidSignatureException" });
    await expect(queues.send(new ListQueuesCommand({}))).rejects.toThrow(/not this local cloud/);
    for (const service of ["S3", "SECRETS_MANAGER", "SQS"])
      expect((await fetch(test.cloud.env[`AWS_ENDPOINT_URL_${service}`] ?? "")).status).toBe(403);
  });
});

describe("a schedule of the template", () => {
  const soon = (): string => `at(${new Date(Date.now() + 8000).toISOString().slice(0, 19)})`;

  it("invokes its function with its input", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud({ schedule: soon() });
    await until(() => test.events.some((event) => event.type === "invocation"), "the invocation");
    expect(test.events.find((event) => event.type === "invocation")).toMatchObject({
      functionName: PROBE,
      trigger: "async",
      error: null,
    });
  });
});

describe("a template that can't be run", () => {
  it("is refused before anything is started or written", async () => {
    const dataDir = join(tmpdir(), "never-made");
    const template = testTemplate();
    template.Resources["Cache"] = { Type: "AWS::ElastiCache::CacheCluster" };
    await expect(startLocalCloud({ template, dataDir, projectRoot })).rejects.toThrow(
      "Cache is a AWS::ElastiCache::CacheCluster",
    );
    expect(existsSync(dataDir)).toBe(false);
  });
});
