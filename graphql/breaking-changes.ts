/** What would break callers of the last release: clients in shops' and partners' hands are not updated with the feed. */
import {
  BreakingChangeType,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
} from "./graphql-js.ts";

/**
 * Of the changes that graphql-js calls dangerous those that change an answer without a word. New values of an enum, new
 * optional arguments and fields of inputs are how an API grows: clients have to expect them (docs/releasing.md).
 */
const SILENT: ReadonlySet<string> = new Set([DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE]);

/** Directives are AppSync's own: they say who may call, and are no part of what callers see. */
const NOT_OURS: ReadonlySet<string> = new Set([
  BreakingChangeType.DIRECTIVE_REMOVED,
  BreakingChangeType.DIRECTIVE_ARG_REMOVED,
  BreakingChangeType.REQUIRED_DIRECTIVE_ARG_ADDED,
  BreakingChangeType.DIRECTIVE_REPEATABLE_REMOVED,
  BreakingChangeType.DIRECTIVE_LOCATION_REMOVED,
]);

/** @returns a line for each change that callers of `released` would notice */
export const breakingChanges = (released: GraphQLSchema, current: GraphQLSchema): string[] =>
  [
    ...findBreakingChanges(released, current).filter(({ type }) => !NOT_OURS.has(type)),
    ...findDangerousChanges(released, current).filter(({ type }) => SILENT.has(type)),
  ].map(({ description }) => description);

type Version = readonly [major: number, minor: number, patch: number];

const numbers = (version: string): Version => {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
};

/** @param versions such as `1.4.0` @returns the newest */
export const newest = (versions: readonly string[]): string | undefined =>
  versions.toSorted((a, b) => compare(numbers(a), numbers(b))).at(-1);

const compare = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** Whether a version may break callers of an earlier one: the next major; before 1.0 the next minor. */
export function mayBreak(released: string, current: string): boolean {
  const [oldMajor, oldMinor] = numbers(released);
  const [major, minor] = numbers(current);
  return major > oldMajor || (major === 0 && minor > oldMinor);
}

/** What to do about breaking changes, for whoever made one. */
export const advice = (changes: readonly string[], released: string, isOut: boolean): string => `
The schema breaks callers of ${released}:
${changes.map((change) => `  - ${change}`).join("\n")}
${isOut ? KEEP(released) : `${released} is not out yet. If this is meant: npm run snapshot:schema, and commit graphql/releases/${released}.graphql.`}
`;

const KEEP = (released: string): string =>
  `Keep what was there, mark it @deprecated(reason: "Use …") and add the new beside it. If it has to go: raise the
version in package.json (the next major; before 1.0 the next minor after ${released}), and say so in CHANGELOG.md.
docs/releasing.md says more.`;
