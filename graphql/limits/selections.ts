/** Walks what an operation selects, each fragment once, however often it is spread. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from "../graphql-js.ts";

/**
 * A number of a selection: of each field by itself and its own selection, put together by `combine`. Fragments that
 * spread one another many times over cost one visit each, and their numbers may still grow beyond all bounds.
 *
 * @param combine such as a sum; gets an empty list for an empty selection
 * @param ofField given a field and what its own selection came to
 */
export function foldSelections(
  set: SelectionSetNode,
  fragments: Pick<ValidationContext, "getFragment">,
  combine: (values: readonly number[]) => number,
  ofField: (field: FieldNode, below: number) => number,
): number {
  const known = new Map<FragmentDefinitionNode, number>();
  const fold = (within: SelectionSetNode): number =>
    combine(
      within.selections.map((selection) => {
        switch (selection.kind) {
          case Kind.FIELD:
            return ofField(selection, selection.selectionSet ? fold(selection.selectionSet) : combine([]));
          case Kind.INLINE_FRAGMENT:
            return fold(selection.selectionSet);
          case Kind.FRAGMENT_SPREAD: {
            const fragment = fragments.getFragment(selection.name.value);
            return fragment ? ofFragment(fragment) : combine([]);
          }
        }
      }),
    );
  const ofFragment = (fragment: FragmentDefinitionNode): number => {
    const before = known.get(fragment);
    if (before !== undefined) return before;
    // A fragment within itself is refused by another rule; here it must only not go on for ever.
    known.set(fragment, combine([]));
    const value = fold(fragment.selectionSet);
    known.set(fragment, value);
    return value;
  };
  return fold(set);
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);
