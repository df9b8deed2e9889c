/** Refuses operations of very many queries or mutations. */
import type { ValidationRule } from "../graphql-js.ts";
import { limitExceeded } from "./exceeded.ts";
import { foldSelections, sum } from "./selections.ts";

export const rootFieldLimit =
  (most: number): ValidationRule =>
  (context) => ({
    OperationDefinition(operation) {
      const asked = foldSelections(operation.selectionSet, context, sum, () => 1);
      if (asked <= most) return;
      context.reportError(limitExceeded({ limit: "rootFields", most, asked }, "root fields", operation));
    },
  });
