/**
 * What AWS charges in us-east-1, in US dollars, without free tiers and volume discounts. The one place for prices: check
 * them against AWS's price list before relying on a figure.
 */

export interface Price {
  /** What the price buys. */
  readonly unit: string;
  /** Dollars a unit. */
  readonly dollars: number;
  readonly source: string;
  /** When the source was written or read. */
  readonly date: string;
}

const DYNAMODB = "AWS Price List as of aws.amazon.com/dynamodb/pricing/on-demand";
const LAMBDA = "aws.amazon.com/lambda/pricing, arm64, first tier";

export const PRICES = {
  dynamodbWrite: { unit: "1 M write request units", dollars: 0.625, source: DYNAMODB, date: "2024-11-15" },
  dynamodbRead: { unit: "1 M read request units", dollars: 0.125, source: DYNAMODB, date: "2024-11-15" },
  dynamodbStorage: { unit: "GB-month", dollars: 0.25, source: DYNAMODB, date: "2024-11-15" },
  dynamodbBackup: {
    unit: "GB-month of point-in-time recovery",
    dollars: 0.2,
    source: DYNAMODB,
    date: "2024-11-15",
  },
  sqsRequest: {
    unit: "1 M requests of up to 64 KB",
    dollars: 0.4,
    source: "AWS Price List as of aws.amazon.com/sqs/pricing",
    date: "2024-07-01",
  },
  lambdaCompute: { unit: "1 M GB-seconds", dollars: 13.3334, source: LAMBDA, date: "2026-06-18" },
  lambdaRequest: { unit: "1 M invocations", dollars: 0.2, source: LAMBDA, date: "2026-06-18" },
  eventBridgeEvent: {
    unit: "1 M custom events of up to 64 KB",
    dollars: 1,
    source: "aws.amazon.com/eventbridge/pricing",
    date: "2026-03-13",
  },
  appSyncOperation: {
    unit: "1 M queries or mutations",
    dollars: 4,
    source: "aws.amazon.com/appsync/pricing",
    date: "2026-11-20",
  },
  appSyncUpdate: {
    unit: "1 M updates sent to a subscriber",
    dollars: 2,
    source: "aws.amazon.com/appsync/pricing",
    date: "2026-11-20",
  },
  s3Put: {
    unit: "1,000 PUT, POST or LIST requests",
    dollars: 0.005,
    source: "AWS Price List as of aws.amazon.com/s3/pricing",
    date: "2024-07-01",
  },
  s3Get: {
    unit: "1,000 GET or HEAD requests",
    dollars: 0.0004,
    source: "AWS Price List as of aws.amazon.com/s3/pricing",
    date: "2024-07-01",
  },
  s3Storage: {
    unit: "GB-month",
    dollars: 0.023,
    source: "AWS Price List as of aws.amazon.com/s3/pricing",
    date: "2024-07-01",
  },
  secretsCall: {
    unit: "10,000 calls",
    dollars: 0.05,
    source: "AWS Price List as of aws.amazon.com/secrets-manager/pricing",
    date: "2024-07-01",
  },
  logsIngested: {
    unit: "GB",
    dollars: 0.5,
    source: "AWS Price List as of aws.amazon.com/cloudwatch/pricing",
    date: "2024-07-01",
  },
  auroraCapacity: {
    unit: "ACU-hour",
    dollars: 0.12,
    source: "AWS Price List as of aws.amazon.com/rds/aurora/pricing, Serverless v2, standard",
    date: "2025-03-05",
  },
} as const satisfies Record<string, Price>;

export type PriceKey = keyof typeof PRICES;

/** How many of its price's units a quantity of one is: a request, a byte, a capacity unit, a GB-second. */
export const PER_UNIT: Readonly<Record<PriceKey, number>> = {
  dynamodbWrite: 1e6,
  dynamodbRead: 1e6,
  dynamodbStorage: 1e9,
  dynamodbBackup: 1e9,
  sqsRequest: 1e6,
  lambdaCompute: 1e6,
  lambdaRequest: 1e6,
  eventBridgeEvent: 1e6,
  appSyncOperation: 1e6,
  appSyncUpdate: 1e6,
  s3Put: 1e3,
  s3Get: 1e3,
  s3Storage: 1e9,
  secretsCall: 1e4,
  logsIngested: 1e9,
  auroraCapacity: 3_600,
};
