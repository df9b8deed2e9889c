/** The order in which resources can be made. */
import { TemplateError } from "../errors.ts";
import { referencesIn } from "./intrinsics.ts";
import type { Resource } from "./template.ts";

/**
 * Every resource after those it refers to or depends on; otherwise in the template's order.
 * @throws TemplateError when resources depend on each other in a circle
 */
export function creationOrder(resources: ReadonlyMap<string, Resource>): Resource[] {
  const ordered: Resource[] = [];
  const state = new Map<string, "visiting" | "done">();
  const visit = (resource: Resource, trail: readonly string[]): void => {
    const { logicalId } = resource;
    if (state.get(logicalId) === "done") return;
    if (state.get(logicalId) === "visiting")
      throw new TemplateError(
        `Resources depend on each other in a circle: ${[...trail, logicalId].join(" -> ")}`,
      );
    state.set(logicalId, "visiting");
    for (const id of [...resource.dependsOn, ...referencesIn(resource.properties)]) {
      const needed = resources.get(id);
      if (needed !== undefined) visit(needed, [...trail, logicalId]);
    }
    state.set(logicalId, "done");
    ordered.push(resource);
  };
  for (const resource of resources.values()) visit(resource, []);
  return ordered;
}
