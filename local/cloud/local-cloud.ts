/** The local cloud as its callers see it. */
import type { EventBuses } from "./endpoints/event-bridge.ts";
import type { Topics } from "./endpoints/sns.ts";
import type { Invocation } from "./lambda/function.ts";
import type { Log } from "./log.ts";
import type { DataSource, ResolverWire } from "./template/properties.ts";
import type { Physical } from "./template/scope.ts";

export interface LocalCloudOptions {
  /** A synthesized CloudFormation template. */
  readonly template: object;
  /** Where everything is kept. */
  readonly dataDir: string;
  /** What `offerfeed:entry` paths begin at. */
  readonly projectRoot: string;
  /** Port of the GraphQL host, which the caller runs: only its address is given to functions. Default: a free one. */
  readonly graphqlPort?: number;
  /** Further variables for every function. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** Most instances of one function at once. Default: the machine's processors, at least 2. */
  readonly lambdaConcurrency?: number;
  /** Whether schedules fire. Default true. */
  readonly schedules?: boolean;
  /** A PostgreSQL of the operator's, instead of the embedded one. */
  readonly databaseUrl?: string;
  readonly region?: string;
  /** Timings that AWS fixes and a test wants shorter. */
  readonly timing?: Partial<Timing>;
}

export interface Timing {
  /** Before the first and second retry of an asynchronous invocation. AWS: one minute, two minutes. */
  readonly asyncRetryDelaysMs: readonly number[];
  /** Before the first retry of a stream batch; doubles. */
  readonly streamRetryDelayMs: number;
  /** When failed messages show again; null, as on AWS: after the queue's visibility timeout. */
  readonly redeliverySeconds: number | null;
  /** How long an unused instance stays warm. */
  readonly idleInstanceMs: number;
  /** How long `stop` waits for running functions. */
  readonly graceMs: number;
}

export const TIMING: Timing = {
  asyncRetryDelaysMs: [60_000, 120_000],
  streamRetryDelayMs: 500,
  redeliverySeconds: null,
  idleInstanceMs: 300_000,
  graceMs: 10_000,
};

export interface LocalCloud {
  /** For SDK clients outside functions: region, credentials, AWS_ENDPOINT_URL_*, and DATABASE_URL. */
  readonly env: Readonly<Record<string, string>>;
  readonly databaseUrl: string;
  /** Where functions expect the GraphQL host. */
  readonly graphqlUrl: string;
  /** The template's Outputs, resolved. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Ref and attributes by logical id. */
  readonly resources: ReadonlyMap<string, Physical>;
  /** Name, entry and environment of each function, by entry file and by name. */
  functionByEntry(entry: string): FunctionDescription;
  functionByName(name: string): FunctionDescription;
  readonly functions: readonly FunctionDescription[];
  readonly graphql: {
    /** AppSync's SDL. */
    readonly schema: string | null;
    readonly dataSources: readonly DataSource[];
    readonly resolvers: readonly ResolverWire[];
  };
  /** The event buses: `on("event", …)` and `recent(bus)`. */
  readonly events: EventBuses;
  /** The topics: `on("message", …)` and `recent`. */
  readonly topics: Topics;
  /** Invokes a function by name or ARN and waits. */
  invoke(functionName: string, payload: unknown): Promise<Invocation>;
  /** Resolves when nothing is queued, running, waiting for a retry or unread in a stream. Dead-letter queues don't count. */
  idle(options?: { readonly timeoutMs?: number }): Promise<void>;
  /** What is still to be done, in words; empty when idle. */
  pending(): string[];
  /** Ends everything in order; running functions get `graceMs`. */
  stop(): Promise<void>;
}

export interface FunctionDescription {
  readonly name: string;
  readonly arn: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
}
