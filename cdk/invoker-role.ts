/** A role that lets one AWS service start certain functions, and do nothing else. */
import type { IRole } from "aws-cdk-lib/aws-iam";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { FeedFunction } from "./function.ts";

export interface InvokerRoleProps {
  readonly description: string;
  /** The service that takes the role. */
  readonly service: "scheduler.amazonaws.com" | "appsync.amazonaws.com";
  /** On whose behalf it may: keeps that service from using the role for anybody else. */
  readonly source?: { readonly account: string; readonly arn: string };
  readonly functions: readonly FeedFunction[];
}

/**
 * @returns the role as one that nobody adds to: constructs that take it would grant every version and alias too
 */
export function invokerRole(scope: Construct, id: string, props: InvokerRoleProps): IRole {
  const role = new Role(scope, id, {
    description: props.description,
    assumedBy: new ServicePrincipal(
      props.service,
      props.source === undefined
        ? {}
        : {
            conditions: {
              StringEquals: {
                "aws:SourceAccount": props.source.account,
                "aws:SourceArn": props.source.arn,
              },
            },
          },
    ),
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ["lambda:InvokeFunction"],
      resources: props.functions.map((fn) => fn.functionArn),
    }),
  );
  return role.withoutPolicyUpdates();
}
