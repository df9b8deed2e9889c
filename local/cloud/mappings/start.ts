/** Starts every event source mapping of a template. */
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Table } from "../makers.ts";
import { checkDestination } from "../destinations.ts";
import type { StreamLog } from "../engines/stream-log.ts";
import { CloudError, UnsupportedProperty } from "../errors.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import type { Log } from "../log.ts";
import { lastArnPart } from "../template/names.ts";
import type { MappingSpec } from "../template/properties.ts";
import { SqsMapping } from "./sqs.ts";
import { StreamMapping } from "./stream.ts";

export interface MappingsOptions {
  readonly mappings: readonly MappingSpec[];
  readonly tables: readonly Table[];
  readonly functionNamed: (name: string) => LambdaFunction | undefined;
  readonly streams: StreamLog;
  readonly sqs: SQSClient;
  readonly queueUrl: (name: string) => string;
  readonly region: string;
  readonly log: Log;
  readonly deliver: (arn: string, record: unknown) => Promise<void>;
  readonly streamRetryDelayMs: number;
  readonly redeliverySeconds: number | null;
}

export interface RunningMappings {
  /** Queues that feed a function. */
  readonly queueNames: readonly string[];
  stop(): Promise<void>;
}

/** @throws CloudError for a mapping whose source, function, filter or destination can't be run */
export function startMappings(options: MappingsOptions): RunningMappings {
  const queueNames = new Set<string>();
  const made = options.mappings.map((spec) => {
    const target = options.functionNamed(spec.functionName);
    if (target === undefined)
      throw new CloudError(`${spec.logicalId} feeds ${spec.functionName}, which is not in the template.`);
    checkDestination(spec.onFailure, spec.logicalId);
    if (!spec.eventSourceArn.startsWith("arn:aws:sqs:")) return streamMapping(options, spec, target);
    const queueName = lastArnPart(spec.eventSourceArn);
    queueNames.add(queueName);
    return sqsMapping(options, spec, target, queueName);
  });
  options.streams.retainConsumers(options.mappings.map((spec) => spec.logicalId));
  for (const mapping of made) mapping.start();
  return {
    queueNames: [...queueNames],
    async stop() {
      await Promise.all(made.map((mapping) => mapping.stop()));
    },
  };
}

function sqsMapping(
  options: MappingsOptions,
  spec: MappingSpec,
  target: LambdaFunction,
  queueName: string,
): SqsMapping {
  if (spec.filters.length > 0)
    throw new UnsupportedProperty(
      spec.logicalId,
      "AWS::Lambda::EventSourceMapping",
      "FilterCriteria",
      "On a queue, messages that no filter matches are deleted: filter in the handler.",
    );
  const { sqs, region, log, redeliverySeconds } = options;
  return new SqsMapping({
    spec,
    client: sqs,
    queueUrl: options.queueUrl(queueName),
    region,
    target,
    log,
    redeliverySeconds,
  });
}

function streamMapping(options: MappingsOptions, spec: MappingSpec, target: LambdaFunction): StreamMapping {
  const table = options.tables.find(({ streamArn }) => streamArn === spec.eventSourceArn);
  if (table === undefined)
    throw new CloudError(
      `${spec.logicalId} reads ${spec.eventSourceArn}, which is no queue and no table's stream of the template.`,
    );
  const { streams, region, log, deliver, streamRetryDelayMs } = options;
  return new StreamMapping({
    spec,
    tableName: table.name,
    stream: { streamArn: spec.eventSourceArn, region, viewType: table.viewType },
    source: streams,
    target,
    log,
    deliver,
    retryDelayMs: streamRetryDelayMs,
  });
}
