/**
 * The API of a template in AWS's AppSync simulator, before the functions of a local cloud.
 *
 * The simulator's: HTTP, the WebSocket protocol, the schema with AppSync's scalars and directives, validation and
 * execution, who may call by which way to sign in, and gathering a field's events into batches. Not in it, and
 * therefore here, as AWS documents them: APPSYNC_JS code, the Lambda authorizer with its denied fields, the largest
 * batch, filters of subscriptions, and that subscribers get what the mutation answered and nothing else. Neither checks
 * signatures.
 */
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLResolveInfo,
} from "../../graphql/graphql-js.ts";
import { appsyncCode } from "../../graphql/appsync/code.fixture.ts";
import { passes, type SubscriptionFilter } from "../../graphql/subscription-filter.ts";
import type { LocalCloud } from "../../local/cloud/local-cloud.ts";
import { type Authorize, authorizer } from "./authorizer.ts";
import { answersFor, startFront } from "./front.ts";
import {
  AmplifyAppSyncSimulator,
  type OperationContext,
  SIGNED,
  type Simulator,
  type SimulatorResolver,
  withFilter,
} from "./simulator-package.ts";
import { type ApiTemplate, readApi } from "./template.ts";

export interface Appsync {
  readonly url: string;
  readonly realtimeUrl: string;
  /** Each call of a function since this was last emptied: the field and how many events. */
  readonly calls: { readonly field: string; readonly events: number }[];
  stop(): Promise<void>;
}

interface Event {
  readonly info: { readonly parentTypeName: string; readonly fieldName: string };
}

export async function startAppsync(
  cloud: LocalCloud,
  template: Readonly<Record<string, unknown>>,
): Promise<Appsync> {
  const api = readApi(template);
  const calls: Appsync["calls"] = [];
  const authorize = authorizer(cloud);
  const simulator = new AmplifyAppSyncSimulator({ port: 0 });
  simulator.init({
    schema: { content: cloud.graphql.schema },
    appSync: {
      name: "offerfeed",
      defaultAuthenticationType: { authenticationType: api.modes[0] },
      additionalAuthenticationProviders: api.modes.slice(1).map((mode) => ({ authenticationType: mode })),
    },
    dataSources: [
      { type: "NONE", name: UNUSED.dataSourceName },
      ...cloud.graphql.dataSources.map(({ name, functionName }) => ({
        type: "AWS_LAMBDA",
        name,
        invoke: invoker(cloud, api, functionName ?? "", calls),
      })),
    ],
    // So that the simulator's checks of who may call stand before each of these fields.
    resolvers: api.resolvers
      .filter(({ typeName }) => typeName !== "Subscription")
      .map(({ typeName, fieldName }) => ({ ...UNUSED, typeName, fieldName })),
  });
  addResolvers(simulator, api, authorize);
  await simulator.start();
  const front = await startFront(simulator, authorize);
  return {
    url: front.url,
    realtimeUrl: `${simulator.localhostUrl.replace("http", "ws")}/graphql/realtime`,
    calls,
    async stop() {
      await front.stop();
      await simulator.stop();
    },
  };
}

/** A resolver by a template, the only kind that the simulator runs by itself: it does nothing. */
const UNUSED = {
  kind: "UNIT",
  dataSourceName: "none",
  requestMappingTemplate: `{ "version": "2018-05-29", "payload": {} }`,
  responseMappingTemplate: "null",
};

/** @returns what a data source is asked with: an event, or a batch of one field's, which goes in parts of its largest size */
function invoker(cloud: LocalCloud, api: ApiTemplate, functionName: string, calls: Appsync["calls"]) {
  const largest = new Map(
    api.resolvers.map((each) => [`${each.typeName}.${each.fieldName}`, each.maxBatchSize]),
  );
  const invoke = async (payload: Event | readonly Event[]): Promise<unknown> => {
    const events = [payload].flat();
    const { parentTypeName, fieldName } = (events[0] as Event).info;
    calls.push({ field: `${parentTypeName}.${fieldName}`, events: events.length });
    const { outcome } = await cloud.invoke(functionName, payload);
    if (outcome.ok) return JSON.parse(outcome.payload) as unknown;
    throw new Error(outcome.error.errorMessage);
  };
  return async (payload: Event | Event[]): Promise<unknown> => {
    if (!Array.isArray(payload)) return invoke(payload);
    const { parentTypeName, fieldName } = (payload[0] as Event).info;
    const size = largest.get(`${parentTypeName}.${fieldName}`) || payload.length;
    const parts = Array.from({ length: Math.ceil(payload.length / size) }, (_, part) =>
      invoke(payload.slice(part * size, (part + 1) * size)),
    );
    return (await Promise.all(parts)).flat();
  };
}

/** An error as AppSync shows it. */
function fieldError(name: string, message: string, { path, fieldNodes }: GraphQLResolveInfo): Error {
  const keys: (string | number)[] = [];
  for (let each: typeof path | undefined = path; each; each = each.prev) keys.unshift(each.key);
  const start = fieldNodes[0]?.loc?.startToken;
  const locations = start ? [{ line: start.line, column: start.column, sourceName: null }] : [];
  const extensions = { path: keys, data: null, errorType: name, errorInfo: null, locations, message };
  return Object.assign(new Error(message), { extensions });
}

function addResolvers(simulator: Simulator, api: ApiTemplate, authorize: Authorize): void {
  const wires = new Map(api.resolvers.map((each) => [`${each.typeName}.${each.fieldName}`, each]));
  const filters = new WeakMap<OperationContext, SubscriptionFilter | null>();

  const identityOf = async (context: OperationContext, field: string, info: GraphQLResolveInfo) => {
    const token = tokenOf(context);
    if (token.startsWith(SIGNED))
      return { userArn: context.iamToken?.userArn ?? "arn:aws:iam::1:role/local" };
    const { isAuthorized, deniedFields = [], resolverContext } = await authorize(token);
    if (!isAuthorized || deniedFields.includes(field)) {
      const { fieldName, parentType } = info;
      throw fieldError(
        "Unauthorized",
        `Not Authorized to access ${fieldName} on type ${parentType.name}`,
        info,
      );
    }
    return { resolverContext };
  };

  const run = async (
    field: string,
    identity: object,
    ...[source, args, context, info]: Parameters<SimulatorResolver>
  ) => {
    const wire = wires.get(field);
    if (wire === undefined) return null;
    const code = appsyncCode(wire.code, (filter) =>
      filters.set(context, filter as SubscriptionFilter | null),
    );
    const ctx = {
      args,
      source: source ?? null,
      identity,
      info: { parentTypeName: wire.typeName, fieldName: wire.fieldName },
      request: { headers: context.headers },
    };
    let outcome: object;
    try {
      outcome = { result: await simulator.getDataLoader(wire.dataSource).load(code.request(ctx), { info }) };
    } catch (error) {
      outcome = { result: null, error: { message: String(error), type: "Lambda:Unhandled" } };
    }
    try {
      return code.response({ ...ctx, ...outcome });
    } catch (error) {
      throw error instanceof Error ? fieldError(error.name, error.message, info) : error;
    }
  };

  for (const type of Object.values(simulator.schema.getTypeMap())) {
    if (type.name.startsWith("__") || !("getFields" in type)) continue;
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, OperationContext>[]) {
      const name = `${type.name}.${field.name}`;
      const checked = (field.resolve ?? defaultFieldResolver) as SimulatorResolver;
      if (type.name === "Subscription") subscribeTo(simulator, field, filters);
      const resolve: SimulatorResolver = async (source, args, context, info) => {
        const subscribed = info.operation.operation === "subscription";
        // What is subscribed to is the mutation's answer: nothing below it is resolved.
        if (subscribed && source)
          return type.name === "Subscription" ? source : Reflect.get(source, field.name);
        const plain = await checked(source, args, context, info);
        const identity = await identityOf(context, name, info);
        return wires.has(name) ? run(name, identity, source, args, context, info) : plain;
      };
      field.resolve = resolve as never;
    }
  }
}

/** @returns the token that an operation came with, or its signature */
const tokenOf = ({ headers }: OperationContext): string =>
  headers["authorization"] ?? headers["Authorization"] ?? "";

/** Events are the answers of mutations, and pass the filter that was set; without one, by each argument that is given. */
function subscribeTo(
  { pubsub }: Simulator,
  field: GraphQLField<unknown, OperationContext>,
  filters: WeakMap<OperationContext, SubscriptionFilter | null>,
): void {
  field.subscribe = (_, args: Readonly<Record<string, unknown>>, context) => {
    const filter = filters.get(context);
    const wanted = (event: unknown): boolean =>
      filter === undefined
        ? Object.entries(args).every(([name, value]) => Reflect.get(event as object, name) === value)
        : passes(filter, event as object);
    return withFilter(() => pubsub.asyncIterator(answersFor(field.name)), wanted)();
  };
}
