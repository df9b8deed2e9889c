/** What somebody has to be told: work that was given up, readers that fall behind, functions that fail; and the topic that tells it. */
import { Duration } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FeedFunction } from "./function.ts";

export interface AlarmsProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly email: string | undefined;
}

/** What gives alarms. */
export interface Watched {
  /** Anything in them needs a person. */
  readonly failureQueues: readonly Queue[];
  /** Functions that follow a stream. */
  readonly followers: readonly FeedFunction[];
  readonly functions: readonly FeedFunction[];
  /** Functions that run once an hour: three periods of theirs are three hours. */
  readonly hourly: readonly FeedFunction[];
  /** Functions that run once a day: one failure is a day's work that was not done. */
  readonly daily: readonly FeedFunction[];
}

const PERIOD = Duration.minutes(5);
/** A stream keeps records for 24 hours: half an hour behind leaves time. */
const MAX_ITERATOR_AGE = Duration.minutes(30);

export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { topicName: `${props.prefix}alarms`, enforceSSL: true });
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  watch({ failureQueues, followers, functions, hourly, daily }: Watched): void {
    for (const queue of failureQueues) this.onFailedWork(queue);
    for (const fn of followers) this.onLag(fn);
    for (const fn of functions) this.onErrors(fn, PERIOD);
    for (const fn of hourly) this.onErrors(fn, Duration.hours(1));
    for (const fn of daily) this.onErrors(fn, Duration.days(1), 1);
  }

  private onFailedWork(queue: Queue): void {
    this.notify(
      queue
        .metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: "Maximum" })
        .createAlarm(queue, "Filled", {
          alarmDescription: "Work was given up. Look at the messages, mend the cause, move them back.",
          threshold: 0,
          evaluationPeriods: 1,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.NOT_BREACHING,
        }),
    );
  }

  private onLag(fn: FeedFunction): void {
    this.notify(
      fn.metric("IteratorAge", { period: PERIOD, statistic: "Maximum" }).createAlarm(fn, "Behind", {
        alarmDescription: "A stream is read more slowly than it is written.",
        threshold: MAX_ITERATOR_AGE.toMilliseconds(),
        evaluationPeriods: 3,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    );
  }

  /** One failure is retried or followed by the next schedule; three periods in a row are a fault. */
  private onErrors(fn: FeedFunction, period: Duration, evaluationPeriods = 3): void {
    this.notify(
      fn.metricErrors({ period }).createAlarm(fn, "Failing", {
        alarmDescription: "A function fails again and again.",
        threshold: 0,
        evaluationPeriods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }),
    );
  }

  private notify(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
