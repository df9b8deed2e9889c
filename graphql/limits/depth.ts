/** Refuses operations that are nested deeper than the API allows, as AppSync's own depth limit does. */
import type { FieldNode, ValidationRule } from "../graphql-js.ts";
import { limitExceeded } from "./exceeded.ts";
import { foldSelections, greatest } from "./selections.ts";

export const depthLimit =
  (most: number): ValidationRule =>
  (context) => ({
    OperationDefinition(operation) {
      const asked = foldSelections(operation.selectionSet, context, greatest, depthOf);
      if (asked <= most) return;
      context.reportError(limitExceeded({ limit: "depth", most, asked }, "levels of fields", operation));
    },
  });

/** Introspection is left out: its depth is the schema's, and graphql-js bounds it by itself. */
const depthOf = (field: FieldNode, below: number): number =>
  field.name.value.startsWith("__") ? 0 : 1 + below;
