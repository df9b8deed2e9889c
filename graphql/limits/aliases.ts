/** Refuses operations that ask for the same thing under many names. */
import type { ValidationRule } from "../graphql-js.ts";
import { limitExceeded } from "./exceeded.ts";
import { foldSelections, sum } from "./selections.ts";

/** A fragment's aliases count wherever it is spread. */
export const aliasLimit =
  (most: number): ValidationRule =>
  (context) => ({
    OperationDefinition(operation) {
      const asked = foldSelections(
        operation.selectionSet,
        context,
        sum,
        (field, below) => below + (field.alias === undefined ? 0 : 1),
      );
      if (asked <= most) return;
      context.reportError(limitExceeded({ limit: "aliases", most, asked }, "aliases", operation));
    },
  });
