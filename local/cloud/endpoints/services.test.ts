import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localCredentials, sealingKey } from "../keys.ts";
import { Scheduler } from "../scheduler/scheduler.ts";
import { ScheduleStore } from "../scheduler/schedules.ts";
import { openState } from "../state.ts";
import { schedulerApi } from "./scheduler.ts";
import { SecretStore } from "./secret-store.ts";
import { secretsManager } from "./secrets.ts";
import { startEndpoints } from "./server.ts";
import type { Endpoints } from "./server.ts";

const account = { id: "000000000000", region: "us-east-1", stackName: "test" };

describe("our own endpoints, through the AWS SDK", () => {
  let directory: string;
  let state: DatabaseSync;
  let endpoints: Endpoints;
  let secrets: SecretsManagerClient;
  let schedules: SchedulerClient;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "endpoints-"));
    state = openState(directory);
    const credentials = localCredentials(directory);
    const store = new ScheduleStore(state);
    store.createGroup("group");
    const scheduler = new Scheduler({ store, account, log: () => undefined, fire: () => undefined });
    endpoints = await startEndpoints(
      [
        secretsManager(new SecretStore(state, sealingKey(directory), account)),
        schedulerApi({ store, scheduler, account }),
      ],
      credentials,
    );
    const client = { region: "us-east-1", endpoint: endpoints.url, credentials };
    secrets = new SecretsManagerClient(client);
    schedules = new SchedulerClient(client);
  });
  afterAll(async () => {
    await endpoints.stop();
    state.close();
    await rm(directory, { recursive: true, force: true });
  });

  it("keep a secret's current and previous values", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "rotated", SecretString: "one" }));
    await secrets.send(new PutSecretValueCommand({ SecretId: "rotated", SecretString: "two" }));
    const read = async (VersionStage?: string) =>
      (await secrets.send(new GetSecretValueCommand({ SecretId: "rotated", VersionStage }))).SecretString;
    expect([await read(), await read("AWSCURRENT"), await read("AWSPREVIOUS")]).toEqual([
      "two",
      "two",
      "one",
    ]);
  });

  it("find a secret by name and by ARN, and list by prefix", async () => {
    const { ARN } = await secrets.send(
      new CreateSecretCommand({ Name: "list/one", Description: "d", SecretString: "{}" }),
    );
    const described = await secrets.send(new DescribeSecretCommand({ SecretId: ARN }));
    const { SecretList } = await secrets.send(
      new ListSecretsCommand({ Filters: [{ Key: "name", Values: ["list/"] }] }),
    );
    expect([described.Name, described.Description, SecretList?.map(({ Name }) => Name)]).toEqual([
      "list/one",
      "d",
      ["list/one"],
    ]);
  });

  it("answer for secrets in AWS's error names", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "taken", SecretString: "x" }));
    const again = secrets.send(new CreateSecretCommand({ Name: "taken", SecretString: "x" }));
    await expect(again).rejects.toMatchObject({ name: "ResourceExistsException" });
    const absent = secrets.send(new GetSecretValueCommand({ SecretId: "absent" }));
    await expect(absent).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await secrets.send(new DeleteSecretCommand({ SecretId: "taken" }));
    const deleted = secrets.send(new GetSecretValueCommand({ SecretId: "taken" }));
    await expect(deleted).rejects.toMatchObject({ name: "InvalidRequestException" });
  });

  it("destroy a secret at once when that is asked", async () => {
    await secrets.send(new CreateSecretCommand({ Name: "gone", SecretString: "x" }));
    await secrets.send(new DeleteSecretCommand({ SecretId: "gone", ForceDeleteWithoutRecovery: true }));
    await secrets.send(new CreateSecretCommand({ Name: "gone", SecretString: "y" }));
    expect((await secrets.send(new GetSecretValueCommand({ SecretId: "gone" }))).SecretString).toBe("y");
  });

  const schedule = (Name: string, ScheduleExpression = "rate(1 hour)") => ({
    Name,
    GroupName: "group",
    ScheduleExpression,
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: {
      Arn: "arn:aws:lambda:us-east-1:000000000000:function:f",
      RoleArn: "arn:aws:iam::000000000000:role/r",
      Input: "{}",
    },
  });

  it("make, change, show, list and delete schedules", async () => {
    await schedules.send(new CreateScheduleCommand(schedule("a", "cron(0 6 * * ? *)")));
    await schedules.send(new UpdateScheduleCommand({ ...schedule("a", "rate(2 hours)"), State: "DISABLED" }));
    const shown = await schedules.send(new GetScheduleCommand({ Name: "a", GroupName: "group" }));
    const listed = await schedules.send(new ListSchedulesCommand({ GroupName: "group", NamePrefix: "a" }));
    await schedules.send(new DeleteScheduleCommand({ Name: "a", GroupName: "group" }));
    expect([shown.ScheduleExpression, shown.State, shown.Target?.Input, listed.Schedules?.length]).toEqual([
      "rate(2 hours)",
      "DISABLED",
      "{}",
      1,
    ]);
    await expect(
      schedules.send(new GetScheduleCommand({ Name: "a", GroupName: "group" })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("answer for schedules in AWS's error names", async () => {
    const make = (made: ReturnType<typeof schedule>) => schedules.send(new CreateScheduleCommand(made));
    await make(schedule("twice"));
    await expect(make(schedule("twice"))).rejects.toMatchObject({ name: "ConflictException" });
    await expect(make({ ...schedule("x"), GroupName: "absent" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await expect(make(schedule("x", "every day"))).rejects.toMatchObject({ name: "ValidationException" });
  });
});
