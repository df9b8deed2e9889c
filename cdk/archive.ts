/** The archive: raw records as the networks sent them, and every version as it was written. */
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  StorageClass,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { FeedFunction } from "./function.ts";

export interface ArchiveProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly retainData: boolean;
}

/** Where fetch functions put what a network sent, under the archive's root. */
export const RAW_PREFIX = "raw/";

/** Where a held run leaves the list of offers it would remove. */
export const HELD_PREFIX = "held/";
/** Ids that networks have changed, one object a source. They never expire: the offers they lead to do not either. */
export const ALIAS_PREFIX = "aliases/";
/** What a run has seen so far, for its next leg. */
export const CHECKPOINT_PREFIX = "checkpoints/";
/** Where every version is kept, by source and day. Nothing here ever expires or is deleted. */
export const OFFERS_PREFIX = "offers/";
/** Versions that have left the ledger, found by offer. They never expire either. */
export const MOVED_PREFIX = "moved/";
/** Where Athena leaves what queries of the history answered. */
export const ANSWERS_PREFIX = "athena/";

export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: ArchiveProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.bucket = new Bucket(this, "Bucket", {
      // Bucket names are global: the account and the region make this one ours.
      bucketName: `${props.prefix}archive-${account}-${region}`,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Objects are written once; an overwrite or a delete is a mistake that can be undone for a month.
      versioned: true,
      ...(props.retainData
        ? { removalPolicy: RemovalPolicy.RETAIN }
        : { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }),
      lifecycleRules: [
        { id: "abort-stale-uploads", abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: "forget-replaced", noncurrentVersionExpiration: Duration.days(30) },
        { id: "expire-raw", prefix: RAW_PREFIX, expiration: Duration.days(90) },
        { id: "expire-held", prefix: HELD_PREFIX, expiration: Duration.days(90) },
        { id: "expire-checkpoints", prefix: CHECKPOINT_PREFIX, expiration: Duration.days(14) },
        { id: "expire-answers", prefix: ANSWERS_PREFIX, expiration: Duration.days(30) },
        {
          id: "cool-offers",
          prefix: OFFERS_PREFIX,
          transitions: [
            { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(30) },
            { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(120) },
          ],
        },
      ],
    });
    acknowledge(
      this.bucket,
      "Only this stack's functions reach the bucket; what they put there names its run. Server access logs would cost more than the archive.",
      "AwsSolutions-S1",
    );
  }

  /** Lets a function learn that an object is not there: without it S3 answers "access denied" instead. */
  allowMissing(fn: FeedFunction): void {
    fn.allow(["s3:ListBucket"], [this.bucket.bucketArn]);
  }

  /** Lets a function read offers' histories on where they have left the ledger. */
  allowPast(fn: FeedFunction): void {
    this.allow(fn, "s3:GetObject", MOVED_PREFIX);
    this.allowMissing(fn);
  }

  /** Grants one action on the objects under one prefix. */
  allow(fn: FeedFunction, action: "s3:GetObject" | "s3:PutObject", prefix: string): void {
    fn.allowPattern(
      [action],
      this.bucket.arnForObjects(`${prefix}*`),
      "Objects are named after runs and days: only their prefix is known.",
    );
  }
}
