/** The DynamoDB tables: the ledger of offers, the sources with their runs, who may do and did what, the webhooks. */
import { RemovalPolicy } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";

export interface TablesProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly retainData: boolean;
}

export const BY_SOURCE_INDEX = "by-source";
export const BY_DUE_INDEX = "by-due";
export const BY_KIND_INDEX = "by-kind";

export class Tables extends Construct {
  // As interfaces: the classes of the CDK are not written for exact optional properties.
  readonly offers: ITable;
  readonly sources: ITable;
  /** API keys, and the log of what was changed by whom. */
  readonly access: ITable;
  readonly webhooks: ITable;

  constructor(scope: Construct, id: string, props: TablesProps) {
    super(scope, id);

    const withoutStream = {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: props.retainData,
      removalPolicy: props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    const common = { ...withoutStream, dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES };

    this.offers = new TableV2(this, "Offers", {
      ...common,
      tableName: `${props.prefix}offers`,
      globalSecondaryIndexes: [
        {
          // Sparse: only an offer's current record has a sourceShard. What a refresh compares is small, so a whole
          // source is read in a few dense pages; offers that are gone lie in shards of their own.
          indexName: BY_SOURCE_INDEX,
          partitionKey: { name: "sourceShard", type: AttributeType.STRING },
          sortKey: { name: "pk", type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ["sourceFingerprint", "identity", "changedAt"],
        },
        {
          // Sparse: only the current record of an offer that its start or its end will change.
          indexName: BY_DUE_INDEX,
          partitionKey: { name: "dueShard", type: AttributeType.STRING },
          sortKey: { name: "dueAt", type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    }) as ITable;

    this.sources = new TableV2(this, "Sources", {
      ...common,
      tableName: `${props.prefix}sources`,
      timeToLiveAttribute: "expiresAt",
      globalSecondaryIndexes: [
        {
          indexName: BY_KIND_INDEX,
          partitionKey: { name: "kind", type: AttributeType.STRING },
          sortKey: { name: "sortId", type: AttributeType.STRING },
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    }) as ITable;

    // Nothing follows what changes here.
    this.access = new TableV2(this, "Access", {
      ...withoutStream,
      tableName: `${props.prefix}access`,
    }) as ITable;

    this.webhooks = new TableV2(this, "Webhooks", {
      ...withoutStream,
      tableName: `${props.prefix}webhooks`,
      timeToLiveAttribute: "expiresAt",
    }) as ITable;
  }
}
