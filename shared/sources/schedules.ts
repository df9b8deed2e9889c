/** One EventBridge schedule a source, in the schedule group of the deployment. */
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { NO_SCHEDULE } from "./schedule-expression.ts";
import type { Source } from "./records.ts";

export interface ScheduleTargets {
  readonly groupName: string;
  readonly roleArn: string;
  /** The ARN of a network's fetch function without the network's id. */
  readonly fetchFunctionArnPrefix: string;
}

/** Spreads the starts: networks ask not to be called at the full hour. */
const WINDOW_MINUTES = 5;
/** A start that could not be delivered for this long is left to the next one. */
const MAX_EVENT_AGE_SECONDS = 900;

export class SourceSchedules {
  readonly #client: SchedulerClient;
  readonly #targets: ScheduleTargets;

  constructor(client: SchedulerClient, targets: ScheduleTargets) {
    this.#client = client;
    this.#targets = targets;
  }

  /** Makes the schedule say what the source says: its expression, and whether it is enabled. None: there is none. */
  async put(source: Source): Promise<void> {
    if (source.schedule === NO_SCHEDULE) return this.remove(source.id);
    const schedule: CreateScheduleCommandInput = {
      Name: source.id,
      GroupName: this.#targets.groupName,
      ScheduleExpression: source.schedule,
      ScheduleExpressionTimezone: "UTC",
      State: source.enabled ? "ENABLED" : "DISABLED",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: WINDOW_MINUTES },
      Target: {
        Arn: this.#targets.fetchFunctionArnPrefix + source.networkId,
        RoleArn: this.#targets.roleArn,
        Input: JSON.stringify({ sourceId: source.id }),
        RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS },
      },
    };
    try {
      await this.#client.send(new CreateScheduleCommand(schedule));
    } catch (error) {
      if (!(error instanceof ConflictException)) throw error;
      await this.#client.send(new UpdateScheduleCommand(schedule));
    }
  }

  async remove(sourceId: string): Promise<void> {
    try {
      await this.#client.send(
        new DeleteScheduleCommand({ Name: sourceId, GroupName: this.#targets.groupName }),
      );
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}
