/** EventBridge Scheduler's REST API. */
import { z } from "zod";
import { messageOf } from "../errors.ts";
import { nextFiring } from "../scheduler/expression.ts";
import type { Scheduler } from "../scheduler/scheduler.ts";
import { scheduleDefinition } from "../scheduler/schedules.ts";
import type { ScheduleDefinition, ScheduleStore, StoredSchedule } from "../scheduler/schedules.ts";
import { arn } from "../template/names.ts";
import type { Account } from "../template/names.ts";
import { ServiceError, bodyObject, json } from "./answer.ts";
import type { ServiceAnswer, ServiceRequest } from "./answer.ts";
import type { Service } from "./server.ts";

export interface SchedulerApiOptions {
  readonly store: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly account: Account;
}

/** Create-, Update-, Get-, Delete- and ListSchedules, and the same for groups. */
export function schedulerApi(options: SchedulerApiOptions): Service {
  return (request) => {
    const [, collection, encoded] = /^\/(schedules|schedule-groups)(?:\/([^/]+))?$/.exec(request.path) ?? [];
    if (collection === undefined) return null;
    const name = encoded === undefined ? null : decodeURIComponent(encoded);
    if (collection === "schedule-groups") return groupAnswer(options, request, name);
    if (name === null) return listSchedules(options, request);
    const group = request.query.get("groupName") ?? "default";
    switch (request.method) {
      case "POST":
        return createSchedule(options, definitionOf(options, request, name));
      case "PUT":
        return updateSchedule(options, definitionOf(options, request, name));
      case "GET":
        return json(described(options.account, existing(options.store, group, name)));
      case "DELETE":
        existing(options.store, group, name);
        options.store.delete(group, name);
        options.scheduler.refresh(group, name);
        return json({});
      default:
        return null;
    }
  };
}

function createSchedule(
  { store, scheduler, account }: SchedulerApiOptions,
  made: ScheduleDefinition,
): ServiceAnswer {
  if (store.get(made.GroupName, made.Name) !== null)
    throw new ServiceError("ConflictException", `Schedule ${made.Name} already exists.`, 409);
  store.put(made);
  scheduler.refresh(made.GroupName, made.Name);
  return json({ ScheduleArn: scheduleArn(account, made) });
}

function updateSchedule(
  { store, scheduler, account }: SchedulerApiOptions,
  made: ScheduleDefinition,
): ServiceAnswer {
  existing(store, made.GroupName, made.Name);
  store.put(made);
  scheduler.refresh(made.GroupName, made.Name);
  return json({ ScheduleArn: scheduleArn(account, made) });
}

function listSchedules({ store, account }: SchedulerApiOptions, request: ServiceRequest): ServiceAnswer {
  const group = request.query.get("ScheduleGroup");
  const prefix = request.query.get("NamePrefix") ?? "";
  const state = request.query.get("State");
  const limit = Number(request.query.get("MaxResults") ?? 100);
  const from = Number(request.query.get("NextToken") ?? 0);
  const found = store
    .list()
    .filter(({ definition }) => group === null || definition.GroupName === group)
    .filter(({ definition }) => definition.Name.startsWith(prefix))
    .filter(({ definition }) => state === null || definition.State === state);
  const page = found.slice(from, from + limit);
  return json({
    Schedules: page.map(({ definition, createdAt, modifiedAt }) => ({
      Arn: scheduleArn(account, definition),
      Name: definition.Name,
      GroupName: definition.GroupName,
      State: definition.State,
      CreationDate: createdAt / 1000,
      LastModificationDate: modifiedAt / 1000,
      Target: { Arn: definition.Target.Arn },
    })),
    ...(from + limit < found.length && { NextToken: String(from + limit) }),
  });
}

function groupAnswer(
  { store, account }: SchedulerApiOptions,
  request: ServiceRequest,
  name: string | null,
): ServiceAnswer | null {
  if (name === null) return null;
  const ScheduleGroupArn = arn(account, "scheduler", `schedule-group/${name}`);
  if (request.method === "POST") {
    if (!store.createGroup(name))
      throw new ServiceError("ConflictException", `Schedule group ${name} already exists.`, 409);
    return json({ ScheduleGroupArn });
  }
  if (!store.hasGroup(name)) throw notFound(`Schedule group ${name}`);
  if (request.method === "DELETE") {
    store.deleteGroup(name);
    return json({});
  }
  return json({ Arn: ScheduleGroupArn, Name: name, State: "ACTIVE" });
}

function definitionOf(
  options: SchedulerApiOptions,
  request: ServiceRequest,
  name: string,
): ScheduleDefinition {
  const body = { GroupName: "default", ...bodyObject(request), Name: name };
  const parsed = scheduleDefinition.safeParse(body);
  if (!parsed.success) throw new ServiceError("ValidationException", z.prettifyError(parsed.error));
  checkSchedule(options.store, parsed.data);
  return parsed.data;
}

/** @throws ServiceError as Scheduler answers: an unknown group, an expression that it can't read, a target it has not */
export function checkSchedule(store: ScheduleStore, made: ScheduleDefinition): void {
  if (!store.hasGroup(made.GroupName)) throw notFound(`Schedule group ${made.GroupName}`);
  if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(made.Name))
    throw new ServiceError("ValidationException", `Name ${made.Name} must match [0-9a-zA-Z-_.]{1,64}`);
  if (!/^arn:aws:(lambda|sqs):/.test(made.Target.Arn))
    throw new ServiceError(
      "ValidationException",
      `The local cloud schedules Lambda functions and SQS queues, not ${made.Target.Arn}`,
    );
  try {
    nextFiring(made.ScheduleExpression, made.ScheduleExpressionTimezone, 0, 0);
  } catch (error) {
    throw new ServiceError("ValidationException", messageOf(error));
  }
}

function existing(store: ScheduleStore, group: string, name: string): StoredSchedule {
  const found = store.get(group, name);
  if (found === null) throw notFound(`Schedule ${name}`);
  return found;
}

function described(account: Account, { definition, createdAt, modifiedAt }: StoredSchedule): object {
  return {
    ...definition,
    Arn: scheduleArn(account, definition),
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
  };
}

const notFound = (what: string): ServiceError =>
  new ServiceError("ResourceNotFoundException", `${what} does not exist.`, 404);

const scheduleArn = (account: Account, { GroupName, Name }: ScheduleDefinition): string =>
  arn(account, "scheduler", `schedule/${GroupName}/${Name}`);
