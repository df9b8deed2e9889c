/** What the local cloud does with each resource of a template: run it, or leave it out for a stated reason. */
import { UnsupportedProperty, UnsupportedResource } from "../errors.ts";
import { INERT } from "./inert-types.ts";
import { referencesIn } from "./intrinsics.ts";
import { RUN } from "./run-types.ts";
import type { Resource, Template } from "./template.ts";

export type Role = { readonly kind: "run" } | { readonly kind: "inert"; readonly reason: string };

/**
 * What to do with each resource.
 * @throws UnsupportedResource for the first type that is in neither list
 * @throws UnsupportedProperty for a property of a run type that nobody has decided about
 */
export function rolesOf(template: Template): Map<string, Role> {
  const deployers = deployTimeFunctions(template);
  const roles = new Map<string, Role>();
  for (const resource of template.resources.values()) {
    roles.set(resource.logicalId, roleOf(resource, deployers));
  }
  return roles;
}

function roleOf(resource: Resource, deployers: ReadonlySet<string>): Role {
  const { logicalId, type } = resource;
  if (deployers.has(logicalId)) return { kind: "inert", reason: "acts on AWS while deploying" };
  const run = RUN[type];
  if (run === undefined) {
    const inert = Object.entries(INERT).find(([name]) => matchesName(name, type));
    if (inert === undefined) throw new UnsupportedResource(logicalId, type);
    return { kind: "inert", reason: inert[1] };
  }
  for (const property of Object.keys(resource.properties)) {
    if (run.honoured.includes(property) || run.ignored.includes(property) || run.ignored.includes("*"))
      continue;
    throw new UnsupportedProperty(
      logicalId,
      type,
      property,
      "Emulate it, or list it as ignored in local/cloud/template/run-types.ts if it makes no difference on one machine.",
    );
  }
  if (type === "AWS::Lambda::Function" && typeof resource.metadata["offerfeed:entry"] !== "string") {
    throw new UnsupportedResource(
      logicalId,
      type,
      'It has no Metadata "offerfeed:entry" naming its TypeScript handler, and no custom resource uses it: set the metadata in the CDK construct.',
    );
  }
  return { kind: "run" };
}

const matchesName = (name: string, type: string): boolean =>
  name.endsWith("*") ? type.startsWith(name.slice(0, -1)) : name === type;

/** Functions without an entry that custom resources use, directly or through each other. */
function deployTimeFunctions(template: Template): Set<string> {
  const found = new Set<string>();
  const follow = (resource: Resource): void => {
    for (const id of referencesIn(resource.properties)) {
      const target = template.resources.get(id);
      if (target?.type !== "AWS::Lambda::Function" || found.has(id)) continue;
      if (target.metadata["offerfeed:entry"] !== undefined) continue;
      found.add(id);
      follow(target);
    }
  };
  for (const resource of template.resources.values()) {
    if (resource.type.startsWith("Custom::") || resource.type === "AWS::CloudFormation::CustomResource")
      follow(resource);
  }
  return found;
}
