/**
 * The package `@aws-amplify/amplify-appsync-simulator`, as far as it is used here. Its types are not taken: they want
 * its own graphql, and the rest of the project is checked without it being installed.
 */
import { createRequire } from "node:module";
import type { GraphQLResolveInfo, GraphQLSchema } from "../../graphql/graphql-js.ts";

/** What the simulator hands to every resolver of an operation. */
export interface OperationContext {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestAuthorizationMode: "AWS_IAM" | "AWS_LAMBDA";
  readonly iamToken?: { readonly userArn: string };
}

export type SimulatorResolver = (
  source: unknown,
  args: Readonly<Record<string, unknown>>,
  context: OperationContext,
  info: GraphQLResolveInfo,
) => unknown;

export interface PubSub {
  publish(trigger: string, payload: unknown): Promise<void>;
  asyncIterator(trigger: string): AsyncIterator<unknown>;
}

export interface Simulator {
  readonly schema: GraphQLSchema;
  readonly pubsub: PubSub;
  readonly localhostUrl: string;
  init(config: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  getDataLoader(name: string): { load(request: object, extra: object): Promise<unknown> };
}

interface Package {
  readonly AmplifyAppSyncSimulator: new (options: { readonly port: number }) => Simulator;
}

type Mode = (headers: Readonly<Record<string, unknown>>, config: object) => string;

interface Subscriptions {
  withFilter(
    events: () => AsyncIterator<unknown>,
    wanted: (payload: unknown) => boolean,
  ): () => AsyncIterator<unknown>;
}

const NAME = "@aws-amplify/amplify-appsync-simulator";
const require = createRequire(import.meta.url);
export const { AmplifyAppSyncSimulator } = require(NAME) as Package;
export const { withFilter } = createRequire(require.resolve(NAME))("graphql-subscriptions") as Subscriptions;

export const SIGNED = "AWS4-HMAC-SHA256";

// The simulator knows every way to sign in but a Lambda authorizer.
const modes = require(`${NAME}/lib/utils/auth-helpers/current-auth-mode`) as { getAuthorizationMode: Mode };
const known = modes.getAuthorizationMode;
modes.getAuthorizationMode = (headers, config) => {
  const token = headers["authorization"] ?? headers["Authorization"];
  return typeof token === "string" && !token.startsWith(SIGNED) ? "AWS_LAMBDA" : known(headers, config);
};
