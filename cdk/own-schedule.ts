/** A schedule of the stack's own, beside those that are made at run time. */
import type { Duration } from "aws-cdk-lib";
import { Stack } from "aws-cdk-lib";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { Construct } from "constructs";
import type { FeedFunction } from "./function.ts";
import { invokerRole } from "./invoker-role.ts";

export interface OwnScheduleProps {
  readonly every: Duration;
  readonly fn: FeedFunction;
  readonly description: string;
}

/** Starts a function at a fixed rate. A start that is late is dropped: the next one does the same work. */
export function ownSchedule(
  scope: Construct,
  id: string,
  { every, fn, description }: OwnScheduleProps,
): Schedule {
  const stack = Stack.of(scope);
  return new Schedule(scope, `${id}Schedule`, {
    scheduleName: fn.fullName,
    description,
    schedule: ScheduleExpression.rate(every),
    target: new LambdaInvoke(fn, {
      retryAttempts: 1,
      maxEventAge: every,
      role: invokerRole(scope, `${id}ScheduleRole`, {
        description: `Lets EventBridge Scheduler start ${fn.fullName}`,
        service: "scheduler.amazonaws.com",
        source: {
          account: stack.account,
          arn: stack.formatArn({
            service: "scheduler",
            resource: "schedule-group",
            resourceName: "default",
          }),
        },
        functions: [fn],
      }),
    }),
  });
}
