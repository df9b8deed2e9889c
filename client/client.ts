/** The client: typed operations over HTTP, subscriptions over a WebSocket. */
import {
  type ChangeFeed,
  changeFeed,
  type ChangeSource,
  changePages,
  type FollowOptions,
} from "./changes.ts";
import { closable, type ClosableIterator } from "./closable.ts";
import type { CallOptions, TypedDocument, VariablesArgument } from "./document.ts";
import { MutationRefused } from "./errors.ts";
import {
  OfferChangedDocument,
  OfferChangesDocument,
  type OfferChangesQuery,
  type OfferChangesQueryVariables,
} from "./generated/operations.ts";
import { type HttpOptions, send, type Token } from "./http.ts";
import { mutations, type Mutations } from "./mutations.ts";
import { type Queries, queries } from "./queries.ts";
import { openSocket, type Socket } from "./sockets.ts";

export interface ClientOptions {
  /** The API's address, such as `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** A token or API key. A function is asked before each call, so that it may renew it. */
  readonly token?: Token;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Where subscriptions go. Default: `url` as `ws:` or `wss:`. */
  readonly socketUrl?: string;
  /** A WebSocket constructor, where there is no global one. */
  readonly webSocket?: unknown;
  /** How long a call may take, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** How often a query is tried again after 429, 5xx or no answer. Default 3. Mutations are never repeated. */
  readonly retries?: number;
}

export interface OfferfeedClient extends Queries, Mutations {
  /**
   * Runs a query.
   * @throws OfferfeedError
   */
  query<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...rest: VariablesArgument<Variables>
  ): Promise<Result>;
  /**
   * Runs a mutation.
   * @throws MutationRefused when it did nothing since the input was wrong; OfferfeedError
   */
  mutate<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...rest: VariablesArgument<Variables>
  ): Promise<Result>;
  /**
   * Listens to a subscription, and goes on listening when the connection breaks. What happens meanwhile is not told:
   * `followChanges` does that for changes of offers.
   */
  subscribe<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...rest: VariablesArgument<Variables>
  ): ClosableIterator<Result>;
  /** The change log from a cursor to its present end, in the order of commits, a page at a time. */
  offerChanges(
    variables?: OfferChangesQueryVariables,
    options?: CallOptions,
  ): ClosableIterator<OfferChangesQuery["offerChanges"]>;
  /** Changes as they happen and those that were missed, each one once, with no end. */
  followChanges(options?: FollowOptions): ChangeFeed;
  /** Ends all subscriptions. */
  close(): Promise<void>;
}

/** @throws TypeError for an address that is none */
export function createOfferfeedClient(options: ClientOptions): OfferfeedClient {
  const url = new URL(options.url);
  const http: HttpOptions = {
    url: url.href,
    token: options.token ?? null,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? 3,
  };
  let socket: Socket | null = null;
  const opened = (): Socket =>
    (socket ??= openSocket({
      url: options.socketUrl ?? socketUrl(url),
      token: http.token,
      webSocket: options.webSocket,
    }));

  const query: OfferfeedClient["query"] = async (document, ...[variables, { signal } = {}]) =>
    (await send(http, { query: String(document), variables, repeatable: true, signal })) as never;

  const mutate: OfferfeedClient["mutate"] = async (document, ...[variables, { signal } = {}]) => {
    const data = await send(http, { query: String(document), variables, repeatable: false, signal });
    refuseUserErrors(data);
    return data as never;
  };

  const subscribe: OfferfeedClient["subscribe"] = (document, ...[variables, { signal } = {}]) =>
    closable((end) => opened().subscribe(String(document), variables, end) as never, signal);

  const page =
    (filter: OfferChangesQueryVariables["filter"], first: number | null | undefined): ChangeSource["page"] =>
    async (since, signal) =>
      (await query(OfferChangesDocument, { since, filter, first }, { signal })).offerChanges;

  return {
    query,
    mutate,
    subscribe,
    ...queries(query),
    ...mutations(mutate),
    offerChanges: ({ since, filter, first } = {}, { signal } = {}) =>
      closable((end) => changePages({ page: page(filter, first) }, since ?? undefined, end), signal),
    followChanges: (follow = {}) => {
      const { live = true, pageSize = 100 } = follow;
      return changeFeed(
        {
          page: page(asFilter(follow), pageSize),
          live: live
            ? (end) => changesOf(subscribe(OfferChangedDocument, narrowed(follow), { signal: end }))
            : null,
          onConnected: (callback) => opened().onConnected(callback),
          pollMs: (follow.pollSeconds ?? (live ? 30 : 10)) * 1000,
        },
        follow,
      );
    },
    close: async () => socket?.close(),
  };
}

const socketUrl = (url: URL): string => url.href.replace(/^http/, "ws");

/** What a feed is narrowed to, as the subscription takes it. */
const narrowed = ({
  networkId,
  sourceId,
  kind,
  merchantId,
  category,
  country,
  minDiscountPercent,
}: FollowOptions) => ({
  networkId,
  sourceId,
  kind,
  merchantId,
  category,
  country,
  minDiscountPercent,
});

/** The same for the log. */
const asFilter = ({ networkId, sourceId, kind, merchantId, ...follow }: FollowOptions) => ({
  ...(networkId === undefined ? {} : { networkIds: [networkId] }),
  ...(sourceId === undefined ? {} : { sourceIds: [sourceId] }),
  ...(kind === undefined ? {} : { kinds: [kind] }),
  ...(merchantId === undefined ? {} : { merchantIds: [merchantId] }),
  category: follow.category,
  country: follow.country,
  minDiscountPercent: follow.minDiscountPercent,
});

async function* changesOf<Change>(events: AsyncIterable<{ readonly offerChanged: Change | null }>) {
  for await (const { offerChanged } of events) if (offerChanged !== null) yield offerChanged;
}

interface Payload {
  readonly userErrors?: MutationRefused["userErrors"];
}

/** @throws MutationRefused when any of the mutations in a document did nothing */
function refuseUserErrors(data: unknown): void {
  const payloads = Object.values(data as Record<string, Payload | readonly Payload[] | null>).flat();
  const userErrors = payloads.flatMap((payload) => payload?.userErrors ?? []);
  const [first] = userErrors;
  if (first !== undefined) throw new MutationRefused(first, userErrors, data);
}
