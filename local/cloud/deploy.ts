/** Makes the template's resources on the engines, in dependency order. */
import { CloudError } from "./errors.ts";
import { MAKERS } from "./makers.ts";
import type { DeployTargets, Deployed } from "./makers.ts";
import { resolveIntrinsics } from "./template/intrinsics.ts";
import { creationOrder } from "./template/order.ts";
import { rolesOf } from "./template/roles.ts";
import { RUN } from "./template/run-types.ts";
import { inertPhysical, scopeOf } from "./template/scope.ts";
import type { Template } from "./template/template.ts";

/** @throws CloudError for anything that can't be run as the template says */
export async function deploy(template: Template, targets: DeployTargets): Promise<Deployed> {
  const roles = rolesOf(template);
  const deployed: Deployed = {
    physical: new Map(),
    functions: [],
    mappings: [],
    tables: [],
    expiring: [],
    queues: [],
    rules: [],
    outputs: new Map(),
    schedules: [],
    graphqlSchema: null,
    dataSources: [],
    resolvers: [],
  };
  const scope = scopeOf(template, targets.account, deployed.physical);
  for (const resource of creationOrder(template.resources)) {
    if (resource.condition !== null && !scope.condition(resource.condition)) continue;
    if (roles.get(resource.logicalId)?.kind !== "run") {
      deployed.physical.set(resource.logicalId, inertPhysical(resource, targets.account));
      continue;
    }
    const honoured = Object.fromEntries(
      (RUN[resource.type]?.honoured ?? [])
        .filter((name) => name in resource.properties)
        .map((name) => [name, resource.properties[name]]),
    );
    const resolved = resolveIntrinsics(honoured, scope, resource.logicalId);
    const make = MAKERS[resource.type];
    if (make === undefined) throw new CloudError(`No maker for ${resource.type}`);
    deployed.physical.set(resource.logicalId, await make({ resource, resolved, targets, deployed }));
  }
  for (const [name, output] of template.outputs) {
    if (output.condition !== null && !scope.condition(output.condition)) continue;
    deployed.outputs.set(name, String(resolveIntrinsics(output.value, scope, `Outputs.${name}`)));
  }
  return deployed;
}
