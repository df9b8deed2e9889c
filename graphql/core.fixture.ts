/** The part of the API whose names and types are fixed: clients are written against it. */
export const coreSchema = /* GraphQL */ `
  enum OfferKind {
    PRODUCT
    COUPON
    DEAL
    PROGRAMME
  }
  enum OfferStatus {
    ACTIVE
    SCHEDULED
    EXPIRED
    REMOVED
    HIDDEN
  }
  enum CommissionType {
    PERCENT
    FIXED
    RANGE
    RECURRING
  }
  enum CommissionBasis {
    SALE
    LEAD
    CLICK
  }
  enum ChangeCause {
    SYNC
    REMOVAL
    EXPIRY
    ROLLBACK
    ADMIN
  }
  enum ChangeType {
    CREATED
    UPDATED
    REMOVED
  }
  enum SyncMode {
    INCREMENTAL
    FULL
  }
  enum SyncStatus {
    RUNNING
    SUCCEEDED
    FAILED
    HELD
    CANCELLED
  }
  enum SyncCoverage {
    COMPLETE
    PARTIAL
    CAPPED
    STALE
  }
  enum SourceHealth {
    HEALTHY
    DEGRADED
    FAILING
    STALE
    DISABLED
  }
  enum NetworkMaturity {
    CONTRACT
    RECORDED
    LIVE
  }
  enum JoinStatus {
    AVAILABLE
    PENDING
    JOINED
    DECLINED
    SUSPENDED
    UNKNOWN
  }
  enum DiscountType {
    PERCENT
    AMOUNT
    BOGO
    FREE_SHIPPING
    GIFT
    CASHBACK
    OTHER
  }
  enum Availability {
    IN_STOCK
    OUT_OF_STOCK
    PREORDER
    BACKORDER
    UNKNOWN
  }
  enum OfferOrder {
    LATEST
    TOP
    ENDING_SOON
    PRICE_ASC
    PRICE_DESC
    DISCOUNT_DESC
    COMMISSION_DESC
    RELEVANCE
  }
  type Money {
    amount: String!
    currency: String!
  }
  type Merchant {
    id: ID!
    name: String!
    domain: String
  }
  type Discount {
    type: DiscountType!
    value: String
    currency: String
  }
  type Commission {
    type: CommissionType!
    min: String
    max: String
    currency: String
    basis: CommissionBasis
  }
  type Offer {
    id: ID!
    sourceId: ID!
    networkId: ID!
    sourceOfferId: String!
    kind: OfferKind!
    status: OfferStatus!
    title: String!
    description: String
    merchant: Merchant
    url: AWSURL
    trackingUrl: AWSURL!
    images: [AWSURL!]!
    price: Money
    originalPrice: Money
    discount: Discount
    couponCode: String
    restrictions: [String!]!
    availability: Availability!
    joinStatus: JoinStatus!
    commission: Commission
    categories: [String!]!
    tags: [String!]!
    countries: [String!]!
    languages: [String!]!
    gtin: String
    startsAt: AWSDateTime
    endsAt: AWSDateTime
    version: Int!
    firstSeenAt: AWSDateTime!
    changedAt: AWSDateTime!
    lastSeenAt: AWSDateTime
    lastVerifiedAt: AWSDateTime
    sandbox: Boolean!
    versions(first: Int = 20, after: String): OfferVersionConnection
  }
  type OfferVersion {
    version: Int!
    cause: ChangeCause!
    author: String
    runId: ID
    changedAt: AWSDateTime!
    changedFields: [String!]!
    offer: Offer!
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }
  type OfferEdge {
    cursor: String!
    node: Offer!
  }
  type OfferConnection {
    edges: [OfferEdge!]!
    nodes: [Offer!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }
  type OfferChangeConnection {
    nodes: [OfferChange!]!
    cursor: String!
    hasMore: Boolean!
  }
  type OfferVersionConnection {
    nodes: [OfferVersion!]!
    pageInfo: PageInfo!
  }
  type SyncRunConnection {
    nodes: [SyncRun!]!
    pageInfo: PageInfo!
  }
  input OfferFilter {
    text: String
    networkIds: [ID!]
    sourceIds: [ID!]
    kinds: [OfferKind!]
    statuses: [OfferStatus!]
    merchantIds: [ID!]
    category: String
    tag: String
    country: String
    language: String
    hasCoupon: Boolean
    joinedOnly: Boolean
    minDiscountPercent: Float
    minPrice: String
    maxPrice: String
    currency: String
    minCommissionPercent: Float
    endsBefore: AWSDateTime
    changedSince: AWSDateTime
  }
  type CredentialField {
    name: String!
    label: String!
    secret: Boolean!
    required: Boolean!
    help: String
  }
  type Network {
    id: ID!
    name: String!
    docsUrl: AWSURL
    credentialFields: [CredentialField!]!
    settingsSchema: AWSJSON!
    defaultSchedule: String!
    maturity: NetworkMaturity!
  }
  type Source {
    id: ID!
    networkId: ID!
    name: String!
    enabled: Boolean!
    schedule: String!
    settings: AWSJSON!
    hasCredentials: Boolean!
    sandbox: Boolean!
    offerCount: Int!
    health: SourceHealth!
    lagSeconds: Int
    nextRunAt: AWSDateTime
    lastRun: SyncRun
    runs(first: Int = 20, after: String): SyncRunConnection!
  }
  type SyncRun {
    id: ID!
    sourceId: ID!
    mode: SyncMode!
    status: SyncStatus!
    coverage: SyncCoverage
    startedAt: AWSDateTime!
    finishedAt: AWSDateTime
    fetched: Int!
    created: Int!
    changed: Int!
    unchanged: Int!
    removed: Int!
    rejected: Int!
    retries: Int!
    message: String
  }
  type FeedStats {
    active: Int!
    expired: Int!
    removed: Int!
    hidden: Int!
    sources: Int!
    failingSources: Int!
    lastSyncAt: AWSDateTime
  }
  type OfferChange {
    type: ChangeType!
    offer: Offer!
    offerId: ID!
    networkId: ID!
    sourceId: ID!
    kind: OfferKind!
    version: Int!
    changedAt: AWSDateTime!
  }
  type UserError {
    field: [String!]
    code: String!
    message: String!
  }
  type SyncPayload {
    run: SyncRun
    userErrors: [UserError!]!
  }
  type SourcePayload {
    source: Source
    userErrors: [UserError!]!
  }
  type OfferPayload {
    offer: Offer
    userErrors: [UserError!]!
  }
  input AddSourceInput {
    id: ID!
    networkId: ID!
    name: String!
    settings: AWSJSON
    schedule: String
    enabled: Boolean
  }
  type Query {
    offer(id: ID!): Offer
    offers(
      filter: OfferFilter
      orderBy: OfferOrder = LATEST
      first: Int = 20
      after: String
    ): OfferConnection!
    networks: [Network!]!
    source(id: ID!): Source
    sources: [Source!]!
    syncRun(id: ID!): SyncRun
    syncRuns(sourceId: ID, first: Int = 20, after: String): SyncRunConnection!
    stats: FeedStats!
    offerChanges(since: String, filter: OfferFilter, first: Int = 100): OfferChangeConnection!
  }
  type Mutation {
    syncSource(sourceId: ID!, mode: SyncMode = INCREMENTAL): SyncPayload!
    syncAll(mode: SyncMode = INCREMENTAL): [SyncPayload!]!
    cancelSync(runId: ID!): SyncPayload!
    releaseHeldRun(runId: ID!): SyncPayload!
    addSource(input: AddSourceInput!): SourcePayload!
    setSourceEnabled(sourceId: ID!, enabled: Boolean!): SourcePayload!
    setSourceCredentials(sourceId: ID!, credentials: AWSJSON!): SourcePayload!
    hideOffer(id: ID!, reason: String): OfferPayload!
    unhideOffer(id: ID!): OfferPayload!
    rollbackOffer(id: ID!, toVersion: Int!): OfferPayload!
  }
  type Subscription {
    offerChanged(networkId: ID, sourceId: ID, kind: OfferKind): OfferChange
    syncRunUpdated(sourceId: ID): SyncRun
  }
`;
