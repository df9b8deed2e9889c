/** One Lambda function of the feed: how each of them is built, named, logged and traced. */
import { join } from "node:path";
import type { Duration } from "aws-cdk-lib";
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import type { IVpc } from "aws-cdk-lib/aws-ec2";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { CfnFunction, IDestination } from "aws-cdk-lib/aws-lambda";
import { Architecture, LoggingFormat, RecursiveLoop, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { acknowledge, acknowledgePattern } from "./acknowledge.ts";
import { bundling, unbundledCode } from "./bundling.ts";

const PROJECT_ROOT = join(import.meta.dirname, "..");

/** CloudFormation metadata of a function: its source file, for whoever runs the template from source. */
export const ENTRY_METADATA = "offerfeed:entry";

/** A young generation of at most 8 MB a space costs no speed here, and keeps what a function holds nearer to what it needs. */
export const NODE_OPTIONS = "--enable-source-maps --max-semi-space-size=8";

export interface FeedFunctionProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  /** The function's name after the prefix. */
  readonly name: string;
  /** Source file, from the project's root. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  /** MB. A vCPU comes with every 1,769. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Files of the project that it reads, from the project's root: they lie beside its code, by their names alone. */
  readonly files?: readonly string[];
  /** For what reaches the database. */
  readonly vpc?: IVpc;
  /** For what is invoked asynchronously: how often Lambda tries again. Default: Lambda's own, 2. */
  readonly retryAttempts?: number;
  /** Where an asynchronous invocation that failed is kept. */
  readonly onFailure?: IDestination;
  /** Age after which an asynchronous invocation that has not begun is dropped. */
  readonly maxEventAge?: Duration;
  /** True: it takes part in a chain of runs' legs, which Lambda's loop detection would cut after 16 hops. They are bounded. */
  readonly continuesItself?: boolean;
}

export class FeedFunction extends NodejsFunction {
  /** The function's name as a plain text, prefix included. */
  readonly fullName: string;
  private readonly executionRole: Role;

  constructor(scope: Construct, id: string, props: FeedFunctionProps) {
    const functionName = props.prefix + props.name;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Not Lambda's managed role: that one may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `What ${functionName} may do`,
    });
    logGroup.grantWrite(role);
    if (props.vpc !== undefined) allowNetworkInterfaces(role);

    super(scope, id, {
      functionName,
      description: props.description,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      ...source(scope, props.entry, props.files ?? []),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memorySize,
      tracing: Tracing.ACTIVE,
      ...(props.retryAttempts === undefined ? {} : { retryAttempts: props.retryAttempts }),
      ...(props.onFailure === undefined ? {} : { onFailure: props.onFailure }),
      ...(props.maxEventAge === undefined ? {} : { maxEventAge: props.maxEventAge }),
      ...(props.vpc === undefined
        ? {}
        : { vpc: props.vpc, vpcSubnets: { subnets: props.vpc.isolatedSubnets } }),
      recursiveLoop: props.continuesItself === true ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: props.name,
        POWERTOOLS_METRICS_NAMESPACE: "Offerfeed",
        NODE_OPTIONS,
      },
    });
    this.fullName = functionName;
    this.executionRole = role;
    (this.node.defaultChild as CfnFunction).addMetadata(ENTRY_METADATA, props.entry);
    acknowledge(
      role,
      "X-Ray has no resources to name: sending traces is granted on all or not at all.",
      "AwsSolutions-IAM5[Resource::*]",
    );
  }

  /** Grants actions on all resources whose ARN fits the pattern, and says why it cannot be narrower. */
  allowPattern(actions: readonly string[], pattern: string, reason: string): void {
    this.allow(actions, [pattern]);
    acknowledgePattern(this.executionRole, reason, pattern);
  }

  /** Grants exactly these actions on exactly these resources. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions?: Record<string, unknown>,
  ): void {
    this.addToRolePolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }
}

/** The bundle of an entry; or, where the app is synthesized without bundling, code that says so. */
function source(scope: Construct, entry: string, files: readonly string[]) {
  if (!Stack.of(scope).bundlingRequired) return { code: unbundledCode(entry), handler: "index.handler" };
  return {
    entry: join(PROJECT_ROOT, entry),
    handler: "handler",
    projectRoot: PROJECT_ROOT,
    depsLockFilePath: join(PROJECT_ROOT, "package-lock.json"),
    bundling: bundling(scope, files),
  };
}

/** What Lambda itself needs to put a function into a VPC. */
function allowNetworkInterfaces(role: Role): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [
        "ec2:CreateNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
      ],
      resources: ["*"],
    }),
  );
}
