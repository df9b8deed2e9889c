/** A usage in dollars, by service. */
import { PER_UNIT, type PriceKey, PRICES } from "../prices.ts";
import type { Usage } from "./usage.ts";

/** Which service a price belongs to, in the order in which a bill lists them. */
const SERVICES: Readonly<Record<string, readonly PriceKey[]>> = {
  "DynamoDB writes": ["dynamodbWrite"],
  "DynamoDB reads": ["dynamodbRead"],
  SQS: ["sqsRequest"],
  Lambda: ["lambdaCompute", "lambdaRequest"],
  EventBridge: ["eventBridgeEvent"],
  AppSync: ["appSyncOperation", "appSyncUpdate"],
  S3: ["s3Put", "s3Get"],
  CloudWatch: ["logsIngested"],
  "Secrets Manager": ["secretsCall"],
  Aurora: ["auroraCapacity"],
  Storage: ["dynamodbStorage", "dynamodbBackup", "s3Storage"],
};

export interface BillLine {
  readonly service: string;
  readonly dollars: number;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  readonly dollars: number;
}

/** @returns dollars for `quantity` of what the price is for */
export const dollarsFor = (key: PriceKey, quantity: number): number =>
  (quantity / PER_UNIT[key]) * PRICES[key].dollars;

/**
 * The bill of a usage, scaled to a million.
 * @param offers how many offers the usage was for
 * @throws RangeError when it was for none
 */
export function billPerMillion(usage: Usage, offers: number): Bill {
  if (!(offers > 0)) throw new RangeError(`A bill is for one offer at least, not for ${offers}.`);
  const lines = Object.entries(SERVICES).flatMap(([service, keys]) => {
    const dollars = keys.reduce((sum, key) => sum + dollarsFor(key, usage[key] ?? 0), 0);
    return dollars === 0 ? [] : [{ service, dollars: (dollars / offers) * 1e6 }];
  });
  return { lines, dollars: lines.reduce((sum, line) => sum + line.dollars, 0) };
}
