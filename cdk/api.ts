/** The GraphQL API: AppSync with two functions behind it, one that reads and one that controls. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ArnFormat, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { CfnGraphQLApi } from "aws-cdk-lib/aws-appsync";
import {
  AuthorizationType,
  Code,
  Definition,
  FieldLogLevel,
  FunctionRuntime,
  GraphqlApi,
  IntrospectionConfig,
  LambdaDataSource,
} from "aws-cdk-lib/aws-appsync";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { acknowledge, acknowledgePattern } from "./acknowledge.ts";
import type { Archive } from "./archive.ts";
import type { Database } from "./database.ts";
import type { Fetching } from "./fetching.ts";
import { allowSecrets } from "./fetching.ts";
import { FeedFunction } from "./function.ts";
import type { Health } from "./health.ts";
import { invokerRole } from "./invoker-role.ts";
import { readOffers, readSources, writeAccess, writeOffers, writeSources } from "./permissions.ts";
import { appsyncSchema, publishMutations } from "./schema.ts";
import type { Tables } from "./tables.ts";

/** Which function answers a field, and how many of them it takes at once. */
export interface FieldHost {
  readonly host: "read" | "control";
  readonly maxBatchSize?: number;
}

export interface GraphqlSource {
  /** The schema, as written for people. */
  readonly sdl: string;
  /** By `Type.field`. */
  readonly fieldHosts: Readonly<Record<string, FieldHost>>;
}

export interface ApiProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly graphql: GraphqlSource;
  readonly tables: Tables;
  readonly archive: Archive;
  readonly database: Database;
  readonly fetching: Fetching;
  readonly health: Health;
  readonly access: Access;
  readonly secretPrefix: string;
  /** Whether callers may ask for the schema. */
  readonly introspection: boolean;
}

/** AppSync answers within 30 seconds or not at all. */
const APPSYNC_TIMEOUT = Duration.seconds(30);

const codeOf = (file: string): Code =>
  Code.fromInline(readFileSync(join(import.meta.dirname, "../graphql/appsync", file), "utf8"));

export class Api extends Construct {
  readonly readApi: FeedFunction;
  readonly controlApi: FeedFunction;
  readonly log: LogGroup;
  private readonly api: GraphqlApi;
  private readonly publishFields: readonly string[];

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.publishFields = publishMutations(props.graphql.sdl);
    this.api = this.createApi(props);
    this.log = this.createLog(this.api, props.prefix);
    this.readApi = this.createReadApi(props);
    this.controlApi = this.createControlApi(props);
    this.createResolvers(props.graphql);
  }

  get arn(): string {
    return this.api.arn;
  }

  get url(): string {
    return this.api.graphqlUrl;
  }

  /**
   * Lets a function call one of the mutations that feed the subscriptions, and nothing else of the API.
   *
   * @throws Error when the schema has no such mutation for the feed itself
   */
  allowPublishing(fn: FeedFunction, mutation: string): void {
    if (!this.publishFields.includes(mutation)) {
      throw new Error(`The schema has no mutation ${mutation} with @aws_iam`);
    }
    this.api.grantMutation(fn, mutation);
  }

  /** Lets a function ask one query, and nothing else of the API. */
  allowQuery(fn: FeedFunction, query: string): void {
    this.api.grantQuery(fn, query);
  }

  private createApi({ prefix, graphql, access, introspection }: ApiProps): GraphqlApi {
    const api = new GraphqlApi(this, "Graphql", {
      name: `${prefix}graphql`,
      definition: Definition.fromSchema({
        bind: ({ graphQlApiRef }) => ({
          apiId: graphQlApiRef.graphQlApiArn,
          definition: appsyncSchema(graphql.sdl),
        }),
      }),
      authorizationConfig: {
        defaultAuthorization: {
          authorizationType: AuthorizationType.LAMBDA,
          lambdaAuthorizerConfig: { handler: access.authorize, resultsCacheTtl: Duration.minutes(1) },
        },
        additionalAuthorizationModes: [{ authorizationType: AuthorizationType.IAM }],
      },
      introspectionConfig: introspection ? IntrospectionConfig.ENABLED : IntrospectionConfig.DISABLED,
      queryDepthLimit: 12,
      resolverCountLimit: 2_000,
      xrayEnabled: true,
    });
    return api;
  }

  /**
   * Logs errors, and never the values of a request: credentials are among them. Set on the resource itself, since the
   * construct's own way adds a function only to set a retention.
   */
  private createLog(api: GraphqlApi, prefix: string): LogGroup {
    const groups = Stack.of(this).formatArn({
      service: "logs",
      resource: "log-group",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: "/aws/appsync/apis/*",
    });
    const role = new Role(this, "LogsRole", {
      description: `Lets ${prefix}graphql write its log`,
      assumedBy: new ServicePrincipal("appsync.amazonaws.com"),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [groups],
      }),
    );
    acknowledgePattern(
      role,
      "AppSync wants the role before the API has the id that its log is named after.",
      groups,
    );
    (api.node.defaultChild as CfnGraphQLApi).logConfig = {
      cloudWatchLogsRoleArn: role.roleArn,
      fieldLogLevel: FieldLogLevel.ERROR,
      excludeVerboseContent: true,
    };
    acknowledge(
      api,
      "Requests are logged without their content: setSourceCredentials carries secrets.",
      "AwsSolutions-ASC3",
    );
    return new LogGroup(this, "Logs", {
      logGroupName: `/aws/appsync/apis/${api.apiId}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private createReadApi({ prefix, tables, archive, database }: ApiProps): FeedFunction {
    const fn = new FeedFunction(this, "ReadApi", {
      prefix,
      name: "read-api",
      entry: "functions/read-api.ts",
      description: "Answers lists, searches, statistics and single offers",
      timeout: APPSYNC_TIMEOUT,
      memorySize: 1024,
      vpc: database.vpc,
      environment: {
        OFFERS_TABLE: tables.offers.tableName,
        SOURCES_TABLE: tables.sources.tableName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        ...database.environment,
      },
    });
    archive.allowPast(fn);
    readOffers(fn, tables);
    readSources(fn, tables);
    database.allowConnections(fn);
    return fn;
  }

  private createControlApi(props: ApiProps): FeedFunction {
    const { prefix, tables, archive, fetching, health, secretPrefix } = props;
    const fn = new FeedFunction(this, "ControlApi", {
      prefix,
      name: "control-api",
      entry: "functions/control-api.ts",
      description: "Answers mutations, and queries of networks, sources and runs",
      timeout: APPSYNC_TIMEOUT,
      memorySize: 1024,
      environment: {
        OFFERS_TABLE: tables.offers.tableName,
        SOURCES_TABLE: tables.sources.tableName,
        ARCHIVE_BUCKET: archive.bucket.bucketName,
        SECRET_PREFIX: secretPrefix,
        SCHEDULE_GROUP: fetching.scheduleGroup.scheduleGroupName,
        SCHEDULE_ROLE_ARN: fetching.scheduleRole.roleArn,
        FETCH_FUNCTION_ARN_PREFIX: fetching.functionArnPrefix,
        CHECK_FUNCTION_ARN: health.checkSources.functionArn,
        ACCESS_TABLE: tables.access.tableName,
      },
    });
    writeOffers(fn, tables);
    writeSources(fn, tables);
    writeAccess(fn, tables);
    fn.allow(
      ["lambda:InvokeFunction"],
      [...fetching.functions, health.checkSources].map(({ functionArn }) => functionArn),
    );
    // Credentials go in and never come out again: no permission to read them.
    allowSecrets(fn, secretPrefix, ["CreateSecret", "PutSecretValue", "DeleteSecret"]);
    fn.allowPattern(
      ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"],
      Stack.of(this).formatArn({
        service: "scheduler",
        resource: "schedule",
        resourceName: `${fetching.scheduleGroup.scheduleGroupName}/*`,
      }),
      "Schedules are made at run time, one a source: only their group is known.",
    );
    fn.allow(["iam:PassRole"], [fetching.scheduleRole.roleArn], {
      StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
    });
    return fn;
  }

  private createDataSource(id: string, fn: FeedFunction): LambdaDataSource {
    return new LambdaDataSource(this, id, {
      api: this.api,
      name: id.toLowerCase(),
      lambdaFunction: fn,
      serviceRole: invokerRole(this, `${id}Role`, {
        description: `Lets AppSync ask ${fn.fullName}`,
        service: "appsync.amazonaws.com",
        functions: [fn],
      }),
    });
  }

  private createResolvers({ fieldHosts }: GraphqlSource): void {
    const hosts: Record<FieldHost["host"], LambdaDataSource> = {
      read: this.createDataSource("Read", this.readApi),
      control: this.createDataSource("Control", this.controlApi),
    };
    const fieldCode = codeOf("field.js");
    // A function cannot filter a subscription by itself: it says how, and this code has AppSync do it.
    const subscriptionCode = codeOf("subscription.js");
    for (const [field, { host, maxBatchSize }] of Object.entries(fieldHosts)) {
      const [typeName = "", fieldName = ""] = field.split(".");
      hosts[host].createResolver(`${typeName}-${fieldName}`, {
        typeName,
        fieldName,
        code: typeName === "Subscription" ? subscriptionCode : fieldCode,
        runtime: FunctionRuntime.JS_1_0_0,
        ...(maxBatchSize === undefined ? {} : { maxBatchSize }),
      });
    }
  }
}
