/** What references resolve to: parameters, pseudo parameters and the resources made so far. */
import { TemplateError } from "../errors.ts";
import { NO_VALUE, resolveIntrinsics } from "./intrinsics.ts";
import type { Scope } from "./intrinsics.ts";
import { arn, generatedName } from "./names.ts";
import type { Account } from "./names.ts";
import type { Resource, Template } from "./template.ts";

/** A resource as it is on this machine. */
export interface Physical {
  /** What Ref answers. */
  readonly ref: string;
  /** What Fn::GetAtt answers. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A scope over `made`, which grows as resources are made. */
export function scopeOf(template: Template, account: Account, made: ReadonlyMap<string, Physical>): Scope {
  const pseudo: Readonly<Record<string, unknown>> = {
    "AWS::AccountId": account.id,
    "AWS::Region": account.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": account.stackName,
    "AWS::StackId": arn(account, "cloudformation", `stack/${account.stackName}/local`),
    "AWS::NotificationARNs": [],
    "AWS::NoValue": NO_VALUE,
  };
  const scope: Scope = {
    availabilityZones: ["a", "b", "c"].map((letter) => `${account.region}${letter}`),
    ref: (name) => pseudo[name] ?? made.get(name)?.ref ?? template.parameters.get(name),
    getAtt(logicalId, attribute) {
      const value = made.get(logicalId)?.attributes[attribute];
      if (value === undefined)
        throw new TemplateError(
          `${logicalId} (${template.resources.get(logicalId)?.type}) has no attribute ${attribute} here.`,
        );
      return value;
    },
    condition(name) {
      const condition = template.conditions.get(name);
      if (condition === undefined) throw new TemplateError(`The template has no condition ${name}.`);
      return resolveIntrinsics(condition, scope, `Conditions.${name}`) === true;
    },
    mapping: (map, key, second) => template.mappings[map]?.[key]?.[second],
  };
  return scope;
}

/** Stands in for a resource that is left out: any attribute of it has a value, recognisable as local. */
export function inertPhysical(resource: Resource, account: Account): Physical {
  const name = generatedName(account, resource.logicalId);
  const service = resource.type.split("::")[1]?.toLowerCase() ?? "local";
  const kind = resource.type.split("::")[2]?.toLowerCase() ?? "resource";
  const attributes = new Proxy<Record<string, string>>(
    {},
    {
      get: (_target, attribute) =>
        String(attribute).endsWith("Arn")
          ? arn(account, service, `${kind}/${name}`)
          : `${name}.${String(attribute)}`,
    },
  );
  return { ref: name, attributes };
}
