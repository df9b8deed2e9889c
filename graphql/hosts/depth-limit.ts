/** Refuses operations that are nested deeper than the API allows, as AppSync's own depth limit does. */
import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from "../graphql-js.ts";

export const depthLimit =
  (limit: number): ValidationRule =>
  (context: ValidationContext) => ({
    OperationDefinition(operation) {
      if (depthOf(operation.selectionSet, context, new Set()) <= limit) return;
      context.reportError(
        new GraphQLError(`The operation is nested deeper than ${limit} levels.`, {
          nodes: operation,
          extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
        }),
      );
    },
  });

/** Introspection is left out: its depth is the schema's, and graphql-js bounds it by itself. */
function depthOf(
  set: SelectionSetNode,
  context: ValidationContext,
  path: ReadonlySet<FragmentDefinitionNode>,
): number {
  const depths = set.selections.map((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        if (selection.name.value.startsWith("__")) return 0;
        return 1 + (selection.selectionSet ? depthOf(selection.selectionSet, context, path) : 0);
      case Kind.INLINE_FRAGMENT:
        return depthOf(selection.selectionSet, context, path);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = context.getFragment(selection.name.value);
        // A fragment within itself is refused by another rule; here it must only not go on for ever.
        if (!fragment || path.has(fragment)) return 0;
        return depthOf(fragment.selectionSet, context, new Set([...path, fragment]));
      }
    }
  });
  return Math.max(0, ...depths);
}
