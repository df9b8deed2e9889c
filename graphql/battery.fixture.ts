/** Operations that both hosts must answer alike, and what "alike" means. */

export interface HostAnswer {
  readonly data?: unknown;
  readonly errors?: readonly HostError[];
}

export interface HostError {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Where AppSync has a code. */
  readonly errorType?: string;
}

export type Ask = (query: string, variables?: object) => Promise<HostAnswer>;

export interface Operation {
  readonly name: string;
  /** @param host stands in what a mutation makes, so that each host makes its own */
  run(ask: Ask, host: string): Promise<HostAnswer[]>;
}

/** What there is in the feed to ask about. */
export interface Subject {
  readonly offerId: string;
  readonly sourceId: string;
  readonly merchantId: string;
  /** A word of some titles. */
  readonly word: string;
  readonly newSource: (host: string) => {
    readonly id: string;
    readonly networkId: string;
    readonly settings: unknown;
  };
}

const single = (name: string, query: string, variables?: object | ((host: string) => object)): Operation => ({
  name,
  run: async (ask, host) => [
    await ask(
      query,
      typeof variables === "function" ? (variables as (host: string) => object)(host) : variables,
    ),
  ],
});

const MONEY = "{ amount currency }";
const OFFER = `fragment Whole on Offer { __typename id sourceId networkId sourceOfferId kind status title description
  merchant { id name domain } url trackingUrl images price ${MONEY} originalPrice ${MONEY}
  discount { type value currency } couponCode restrictions availability joinStatus
  commission { type min max currency basis } categories tags countries languages gtin startsAt endsAt version
  firstSeenAt changedAt lastSeenAt lastVerifiedAt sandbox disclosure }`;
const HISTORY = `versions(first: 3) { nodes { version cause author runId changedAt changedFields offer { title status } }
    pageInfo { hasNextPage endCursor } }
  priceHistory(first: 3) { nodes { at until version offered price ${MONEY} originalPrice ${MONEY} } pageInfo { hasNextPage } }
  lowestPrice30Days { amount currency from until version complete }`;
const VALUES = "{ value label count sandboxCount }";
const RUN = `id sourceId task dryRun mode status coverage startedAt finishedAt fetched created changed unchanged removed
  rejected retries resumes message`;
const SOURCE = "id networkId name enabled schedule settings hasCredentials sandbox";
const ERRORS = "userErrors { field code message }";

const PAGE = `query ($first: Int, $after: String) { offers(first: $first, after: $after, orderBy: PRICE_ASC) {
  edges { cursor node { id } } nodes { id price ${MONEY} lastSeenAt } pageInfo { hasNextPage endCursor } totalCount } }`;

interface PageOfOffers {
  readonly offers: { readonly pageInfo: { readonly endCursor: unknown } };
}

export const queries = ({ offerId, sourceId, merchantId, word }: Subject): readonly Operation[] => [
  single("a list with every field", `{ offers(first: 5) { nodes { ...Whole } totalCount } } ${OFFER}`),
  {
    name: "two pages",
    async run(ask) {
      const first = await ask(PAGE, { first: 2 });
      return [
        first,
        await ask(PAGE, { first: 2, after: (first.data as PageOfOffers).offers.pageInfo.endCursor }),
      ];
    },
  },
  single(
    "a search by relevance",
    `query ($filter: OfferFilter) { offers(filter: $filter, orderBy: RELEVANCE) { nodes { id title } totalCount } }`,
    { filter: { text: word, kinds: ["PRODUCT", "COUPON"] } },
  ),
  single(
    "a filter in the document",
    `{ offers(filter: { hasCoupon: false, currency: "EUR", minPrice: "1", changedSince: "2020-01-01T00:00:00Z" }) {
      nodes { id } totalCount } }`,
  ),
  single(
    "what is hidden",
    `{ offers(filter: { statuses: [HIDDEN, REMOVED] }) { nodes { id status } totalCount } }`,
  ),
  single("one offer and its past", `query ($id: ID!) { offer(id: $id) { ...Whole ${HISTORY} } } ${OFFER}`, {
    id: offerId,
  }),
  single("a list with each offer's past", `{ offers(first: 3) { nodes { id ${HISTORY} } } }`),
  single("no such offer", `{ offer(id: "no:such") { id } source(id: "no") { id } syncRun(id: "no") { id } }`),
  single(
    "facets",
    `query ($filter: OfferFilter) { offerFacets(filter: $filter, first: 5) { networks ${VALUES} sources ${VALUES}
      kinds ${VALUES} merchants ${VALUES} categories ${VALUES} countries ${VALUES} languages ${VALUES} coupons ${VALUES}
      prices { value label count currency minPrice maxPrice } exact } }`,
    { filter: { kinds: ["PRODUCT"] } },
  ),
  single(
    "merchants and categories",
    `query ($id: ID!) { merchants(first: 3) { nodes { id name domain offerCount sandboxOfferCount offersByKind { kind count } }
      pageInfo { hasNextPage endCursor } totalCount } merchant(id: $id) { name } categories(first: 5) ${VALUES} }`,
    { id: merchantId },
  ),
  single("suggestions", `query ($text: String!) { suggest(text: $text) { kind id text close sandbox } }`, {
    text: word,
  }),
  single(
    "the change log",
    `{ offerChanges(first: 3) { nodes { type offerId version kind offer { ...Whole } } cursor hasMore } } ${OFFER}`,
  ),
  single("numbers", `{ stats { active expired removed hidden sources failingSources lastSyncAt } }`),
  single(
    "networks",
    `{ networks { id name docsUrl credentialFields { name secret } settingsSchema maturity capabilities { products subId }
      policy { maxAgeHours withheldFields } } }`,
  ),
  single(
    "sources",
    `{ sources { ${SOURCE} offerCount health healthReport { state reason staleAfterSeconds } lastRun { ${RUN} }
      runs(first: 2) { nodes { ${RUN} } pageInfo { hasNextPage } } } }`,
  ),
  single(
    "one source and its runs",
    `query ($id: ID!) { source(id: $id) { ${SOURCE} } syncRuns(sourceId: $id, first: 2) { nodes { ${RUN} }
      pageInfo { hasNextPage } } }`,
    { id: sourceId },
  ),
  single(
    "aliases, directives and fragments",
    `query ($yes: Boolean!) { a: offers(first: 1) { ...Page } b: offers(first: 2, orderBy: TOP) { ...Page
      totalCount @skip(if: $yes) } ... on Query { stats @include(if: $yes) { active } } }
      fragment Page on OfferConnection { __typename nodes { name: title @include(if: $yes) } }`,
    { yes: true },
  ),
  single("the schema", `{ __type(name: "OfferFilter") { name inputFields { name type { kind name } } } }`),
];

/** What the caller can put right: each is an error of both hosts. */
export const mistakes: readonly Operation[] = [
  single("too large a page", `{ offers(first: 999) { nodes { id } } stats { active } }`),
  single("a cursor that is none", `{ offers(after: "garbage") { nodes { id } } }`),
  single(
    "a cursor below a list that is none",
    `{ offers { nodes { id versions(after: "garbage") { nodes { version } } } } }`,
  ),
  single("a cursor of runs that is none", `{ syncRuns(after: "garbage") { nodes { id } } }`),
  single("relevance without a text", `{ offers(orderBy: RELEVANCE) { nodes { id } } }`),
  single("a price that is none", `{ offers(filter: { minPrice: "cheap" }) { nodes { id } } }`),
  single("no such field", `{ offers { nodes { nonsense } } }`),
  single("no such value", `{ offers(orderBy: CHEAPEST) { nodes { id } } }`),
  single("a variable that is missing", `query ($id: ID!) { offer(id: $id) { id } }`),
  single(
    "an argument that is no JSON",
    `mutation { setSourceCredentials(sourceId: "src", credentials: "{") { userErrors { code } } }`,
  ),
  single(
    "a text that is too long",
    `query ($text: String) { offers(filter: { text: $text }) { totalCount } }`,
    {
      text: "x".repeat(20_000),
    },
  ),
  single("a time that is none", `{ offers(filter: { endsBefore: "tomorrow" }) { nodes { id } } }`),
];

const onSource = (mutation: string, argument: string, rest = ""): string =>
  `mutation ($id: ID!) { ${mutation}(${argument}: $id${rest}) { ${ERRORS} } }`;

export const mutations = ({ offerId, newSource }: Subject): readonly Operation[] => {
  const ADD = `mutation ($input: AddSourceInput!) { addSource(input: $input) { source { ${SOURCE} } ${ERRORS} } }`;
  const input = (host: string) => {
    const { settings, ...source } = newSource(host);
    return { ...source, name: "Of a test", settings: JSON.stringify(settings), enabled: false };
  };
  return [
    single("a new source", ADD, (host) => ({ input: input(host) })),
    single("the same source again", ADD, (host) => ({ input: input(host) })),
    single("settings that are no object", ADD, (host) => ({ input: { ...input(host), settings: "[1]" } })),
    single("a source of no network", ADD, (host) => ({ input: { ...input(host), networkId: "nowhere" } })),
    single(
      "a source is switched on",
      `mutation ($id: ID!) { setSourceEnabled(sourceId: $id, enabled: true) { source { enabled } ${ERRORS} } }`,
      (host) => ({ id: newSource(host).id }),
    ),
    single(
      "credentials in the document",
      `mutation ($id: ID!) { setSourceCredentials(sourceId: $id, credentials: "[]") { source { id } ${ERRORS} } }`,
      (host) => ({ id: newSource(host).id }),
    ),
    single(
      "an offer is hidden, and shown again",
      `mutation ($id: ID!) { hideOffer(id: $id, reason: "a test") { offer { id status } ${ERRORS} }
        unhideOffer(id: $id) { offer { id status lastSeenAt } ${ERRORS} } }`,
      { id: offerId },
    ),
    single(
      "limits of health",
      `mutation ($id: ID!) { setHealthLimits(sourceId: $id, staleAfterHours: 5, frozenAfterDays: null) {
        source { id } ${ERRORS} } }`,
      (host) => ({ id: newSource(host).id }),
    ),
    single("the source is removed", onSource("removeSource", "id"), (host) => ({ id: newSource(host).id })),
    ...[
      onSource("syncSource", "sourceId", ", mode: FULL"),
      onSource("cancelSync", "runId"),
      onSource("releaseHeldRun", "runId"),
      onSource("setSourceEnabled", "sourceId", ", enabled: true"),
      onSource("setSourceCredentials", "sourceId", `, credentials: "{}"`),
      onSource("removeSource", "id"),
      onSource("hideOffer", "id"),
      onSource("unhideOffer", "id"),
      onSource("rollbackOffer", "id", ", toVersion: 1"),
      onSource("rollbackSource", "sourceId", `, to: "2026-01-01T00:00:00Z"`),
    ].map((query) => single(`of what there is not: ${query.slice(22, 44)}`, query, { id: "no-such" })),
  ];
};

/** What readers may not: done by a READER. */
export const refusals = ({ offerId, sourceId }: Subject): readonly Operation[] => [
  single("a mutation", `mutation ($id: ID!) { hideOffer(id: $id) { offer { id } } }`, { id: offerId }),
  single(
    "a field that is refused among others",
    `query ($id: ID!) { stats { active } source(id: $id) { id settings } }`,
    {
      id: sourceId,
    },
  ),
  single("names of people", `query ($id: ID!) { offer(id: $id) { versions { nodes { version author } } } }`, {
    id: offerId,
  }),
  single("statuses that are not public", `{ offers(filter: { statuses: [HIDDEN] }) { nodes { id } } }`),
  single("the feed's own mutation", `mutation { publishSyncRun(run: "{}") { id } }`),
];

const REFUSED = new Set(["FORBIDDEN", "UNAUTHENTICATED", "Unauthorized"]);

/**
 * An answer without what may differ between hosts: where in the document an error is, how a request that never ran is
 * put down, and which of them says that something is not allowed.
 * @param host its name in the ids of what it made
 */
export function comparable({ data, errors = [] }: HostAnswer, host: string): unknown {
  const problems = errors.map(({ message, path, extensions, errorType }) => {
    const code = errorType ?? extensions?.["errorType"] ?? extensions?.["code"];
    if (path === undefined) return { code: "INVALID" };
    return REFUSED.has(String(code)) ? { path, code: "REFUSED" } : { path, code, message };
  });
  const text = JSON.stringify({
    data: data ?? null,
    errors: problems
      .map((each) => JSON.stringify(each))
      .sort()
      .map((each) => JSON.parse(each) as unknown),
  });
  return JSON.parse(text.replaceAll(host, "<host>"), alike) as unknown;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** AppSync writes times and addresses anew; the order of an object's members in JSON text says nothing. */
function alike(_: string, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (value.startsWith("{")) return { json: JSON.parse(value) as unknown };
  if (INSTANT.test(value)) return new Date(value).toISOString();
  return /^https?:/.test(value) && URL.canParse(value) ? new URL(value).href : value;
}
