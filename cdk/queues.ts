/** The offers queue with its dead-letter queue, and the queues that keep what a function gave up on. */
import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** The longest SQS keeps a message: time to notice, mend and replay. */
const FAILURE_RETENTION = Duration.days(14);

/** Holds what could not be processed, for a person to look at. */
export class FailureQueue extends Queue {
  constructor(scope: Construct, id: string, props: { readonly queueName: string }) {
    super(scope, id, {
      queueName: props.queueName,
      retentionPeriod: FAILURE_RETENTION,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    acknowledge(this, "A queue of failures needs no queue of failures.", "AwsSolutions-SQS3");
  }
}

export interface OffersQueueProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  /** Timeout of the function that reads the queue. */
  readonly consumerTimeout: Duration;
}

/** How often a message is tried before it goes to the dead-letter queue. */
export const OFFERS_MAX_RECEIVES = 5;

/** Chunks of new and changed offers on their way to the ledger. */
export class OffersQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: OffersQueueProps) {
    super(scope, id);
    this.deadLetters = new FailureQueue(this, "DeadLetters", { queueName: `${props.prefix}offers-dlq` });
    this.queue = new Queue(this, "Offers", {
      queueName: `${props.prefix}offers`,
      // AWS asks for six timeouts of the consumer, so that a throttled batch is not handed out twice.
      visibilityTimeout: Duration.seconds(props.consumerTimeout.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: OFFERS_MAX_RECEIVES },
    });
  }
}
