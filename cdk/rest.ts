/** The REST API: an HTTP API with one function behind it, which asks AppSync as the caller. */
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import type { CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  PayloadFormatVersion,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { FeedFunction } from "./function.ts";

export interface RestProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  /** AppSync's endpoint. */
  readonly graphqlUrl: string;
}

/** Requests a second over all callers, and how many may come at once. */
const RATE_LIMIT = 200;
const BURST_LIMIT = 400;

export class Rest extends Construct {
  readonly fn: FeedFunction;
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, { prefix, graphqlUrl }: RestProps) {
    super(scope, id);
    this.fn = new FeedFunction(this, "Fn", {
      prefix,
      name: "rest-api",
      entry: "functions/rest-api.ts",
      description: "Answers REST by asking GraphQL as the caller",
      // API Gateway waits 30 seconds.
      timeout: Duration.seconds(29),
      memorySize: 1024,
      // No permission goes with it: whoever asks is let in, or not, by AppSync.
      environment: { GRAPHQL_URL: graphqlUrl, SCHEMA_FILE: "schema.graphql" },
      files: ["graphql/schema.graphql"],
    });
    this.api = new HttpApi(this, "Http", {
      apiName: `${prefix}rest`,
      description: "REST before the GraphQL API",
      createDefaultStage: false,
      // As AppSync: any page may call. No cookie says who calls, so no page acts for its reader.
      corsPreflight: {
        allowOrigins: ["*"],
        allowHeaders: ["authorization", "content-type", "if-none-match"],
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.HEAD,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.DELETE,
        ],
        exposeHeaders: ["changes-cursor", "content-disposition", "etag", "link", "location", "retry-after"],
        maxAge: Duration.hours(2),
      },
    });
    const routes = this.api.addRoutes({
      path: "/api/{proxy+}",
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration("Function", this.fn, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      }),
    });
    for (const route of routes) {
      acknowledge(
        route,
        "The caller's token goes on to AppSync, which lets them in or not; the function can do nothing by itself.",
        "AwsSolutions-APIG4",
      );
    }
    this.createStage(prefix);
  }

  get url(): string {
    return `${this.api.apiEndpoint}/api`;
  }

  private createStage(prefix: string): void {
    const log = new LogGroup(this, "Logs", {
      logGroupName: `/aws/apigateway/${prefix}rest`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: RATE_LIMIT, burstLimit: BURST_LIMIT },
    });
    // Neither headers nor queries: tokens and what people search for are in them.
    (stage.node.defaultChild as CfnStage).accessLogSettings = {
      destinationArn: log.logGroupArn,
      format: Stack.of(this).toJsonString({
        requestId: "$context.requestId",
        time: "$context.requestTime",
        address: "$context.identity.sourceIp",
        method: "$context.httpMethod",
        path: "$context.path",
        status: "$context.status",
        bytes: "$context.responseLength",
        milliseconds: "$context.responseLatency",
        error: "$context.integrationErrorMessage",
      }),
    };
  }
}
