import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { startLocalCloud } from "./cloud.ts";
import {
  clientConfig,
  messagesIn,
  projectRoot,
  putItem,
  seenBy,
  startTestCloud,
  until,
} from "./testing/harness.ts";
import { testTemplate } from "./testing/template.ts";

const SECRET = "not-for-the-disk-9f2c";

describe("a restart on the same data", () => {
  it(
    "keeps tables, queues, objects, secrets, schedules and the database, and goes on in the streams",
    { timeout: 120_000 },
    async () => {
      await using before = await startTestCloud();
      const { cloud } = before;
      await putItem(before, "a", "CURRENT");
      await cloud.idle({ timeoutMs: 30_000 });
      await new S3Client(clientConfig(cloud, "S3")).send(
        new PutObjectCommand({ Bucket: "test-000000000000", Key: "k", Body: "v" }),
      );
      await new SecretsManagerClient(clientConfig(cloud, "SECRETS_MANAGER")).send(
        new CreateSecretCommand({ Name: "s", SecretString: SECRET }),
      );
      await new SchedulerClient(clientConfig(cloud, "SCHEDULER")).send(
        new CreateScheduleCommand({
          Name: "later",
          GroupName: "test-group",
          ScheduleExpression: "rate(1 day)",
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: {
            Arn: cloud.functionByName("test-probe").arn,
            RoleArn: "arn:aws:iam::000000000000:role/r",
            Input: "{}",
          },
        }),
      );
      await query(cloud.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS n");
      await before.sqs.send(
        new SendMessageCommand({ QueueUrl: cloud.resources.get("DeadLetters")?.ref, MessageBody: "waits" }),
      );

      const after = await before.restart();
      await putItem(after, "b", "CURRENT");
      await after.cloud.idle({ timeoutMs: 30_000 });
      const object = await new S3Client(clientConfig(after.cloud, "S3")).send(
        new GetObjectCommand({ Bucket: "test-000000000000", Key: "k" }),
      );
      const secret = await new SecretsManagerClient(clientConfig(after.cloud, "SECRETS_MANAGER")).send(
        new GetSecretValueCommand({ SecretId: "s" }),
      );
      const schedule = await new SchedulerClient(clientConfig(after.cloud, "SCHEDULER")).send(
        new GetScheduleCommand({ Name: "later", GroupName: "test-group" }),
      );
      const seen = await seenBy(after, "second");
      expect({
        object: await object.Body?.transformToString(),
        secret: secret.SecretString,
        schedule: schedule.ScheduleExpression,
        rows: await query(after.cloud.databaseUrl, "SELECT n FROM kept"),
        seen: seen.map((item) => [item["offer"]?.S, item["deliveries"]?.N]),
      }).toEqual({
        object: "v",
        secret: SECRET,
        schedule: "rate(1 day)",
        rows: [{ n: 42 }],
        seen: [
          ["a/CURRENT", "1"],
          ["b/CURRENT", "1"],
        ],
      });
      await after.cloud.stop();
    },
  );

  it(
    "loses and skips no stream record when the process is killed in the middle",
    { timeout: 180_000 },
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), "local-cloud-kill-"));
      let child = await startChild(dataDir);
      // The child writes items as fast as it can until it is killed; each acknowledged one is reported here.
      let written = child.acknowledged;
      await until(() => written.length >= 200, "200 writes");
      child.process.kill("SIGKILL");
      await once(child.process, "exit");
      await until(async () => !(await engineRuns(dataDir)), "the engine's end");
      child = await startChild(dataDir);
      const before = written;
      written = child.acknowledged;
      await until(() => written.length >= 200, "200 further writes");
      child.process.kill("SIGKILL");
      await once(child.process, "exit");

      await using test = await startTestCloud({}, { dataDir });
      await test.cloud.idle({ timeoutMs: 120_000 });
      const seen = new Set((await seenBy(test, "second")).map((item) => item["offer"]?.S));
      const missing = [...before, ...written].filter((pk) => !seen.has(`${pk}/CURRENT`));
      expect(missing).toEqual([]);
      expect(await query(test.cloud.databaseUrl, "SELECT count(*)::int > 0 AS some FROM ticks")).toEqual([
        { some: true },
      ]);
    },
  );
});

describe("a stop", () => {
  it(
    "leaves an asynchronous invocation that it cuts off to the next start",
    { timeout: 60_000 },
    async () => {
      const hurried = { asyncRetryDelaysMs: [20], graceMs: 50 };
      await using before = await startTestCloud({ functionTimeout: 2 }, { timing: hurried });
      const lambda = new LambdaClient(clientConfig(before.cloud, "LAMBDA"));
      const Payload = '{"do":"hang"}';
      await lambda.send(new InvokeCommand({ FunctionName: "test-probe", InvocationType: "Event", Payload }));
      await until(() => before.cloud.pending().includes("test-probe runs"), "the invocation's start");
      const after = await before.restart();
      await after.cloud.idle({ timeoutMs: 30_000 });
      const failures = await messagesIn(after, "Failures");
      await after.cloud.stop();
      expect(failures).toMatchObject([
        { requestPayload: { do: "hang" }, requestContext: { approximateInvokeCount: 2 } },
      ]);
    },
  );
});

describe("the data directory", () => {
  it("is refused to a second cloud, which says who holds it", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud();
    const second = startLocalCloud({ template: testTemplate(), dataDir: test.dataDir, projectRoot });
    await expect(second).rejects.toThrow(`in use by process ${process.pid}, running since`);
  });

  it("is taken over when its holder was killed", { timeout: 120_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "local-cloud-kill-"));
    const child = await startChild(dataDir);
    const second = startLocalCloud({ template: testTemplate(), dataDir, projectRoot });
    await expect(second).rejects.toThrow(`in use by process ${child.process.pid}`);
    child.process.kill("SIGKILL");
    await once(child.process, "exit");
    await using test = await startTestCloud({}, { dataDir });
    expect(test.cloud.pending).toBeTypeOf("function");
  });

  it("holds no secret in the clear, and none can be read with another key", { timeout: 60_000 }, async () => {
    await using test = await startTestCloud();
    const secrets = new SecretsManagerClient(clientConfig(test.cloud, "SECRETS_MANAGER"));
    await secrets.send(new CreateSecretCommand({ Name: "s", SecretString: SECRET }));
    await test.cloud.stop();
    const files = (await readdir(test.dataDir, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const leaks = await Promise.all(
      files.map(async (file) => (await readFile(join(file.parentPath, file.name))).includes(SECRET)),
    );
    expect(leaks).not.toContain(true);

    await rm(join(test.dataDir, "secrets.key"));
    await using again = await startTestCloud({}, { dataDir: test.dataDir });
    const read = new SecretsManagerClient({
      ...clientConfig(again.cloud, "SECRETS_MANAGER"),
      maxAttempts: 1,
    });
    await expect(read.send(new GetSecretValueCommand({ SecretId: "s" }))).rejects.toThrow(/secrets\.key/);
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function startChild(dataDir: string): Promise<{ process: ChildProcess; acknowledged: string[] }> {
  const child = fork(new URL("./testing/writing-cloud.ts", import.meta.url), [dataDir], {
    execArgv: [],
    silent: false,
  });
  const acknowledged: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the child ended with ${code}`)));
    child.on("message", (message) => {
      if (message === "started") resolve();
      else acknowledged.push(String(message));
    });
  });
  return { process: child, acknowledged };
}

/** True while a Dynoxide works on the data directory. */
async function engineRuns(dataDir: string): Promise<boolean> {
  const commands = await Promise.all(
    (await readdir("/proc"))
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")),
  );
  return commands.some((command) => command.includes(join(dataDir, "dynamodb.db")));
}
