/**
 * What an operation costs: about one for each object that it can bring, five for each look into a store, ten for each
 * query. What is below a page counts as often as the page has items (`first`).
 */
import { type ComplexityEstimatorArgs, getComplexity } from "graphql-query-complexity";
import { fieldHosts } from "../field-hosts.ts";
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
} from "../graphql-js.ts";
import { limitExceeded } from "./exceeded.ts";
import { LIMITS } from "./limits.ts";

const ROOTS = new Set(["Query", "Mutation", "Subscription"]);
const ROOT_COST = 10;
const STORE_COST = 5;
/** Lists that are not paged: networks, sources. */
const UNPAGED_ITEMS = 50;

export interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Of an operation that is valid. Variables that do not fit count as nothing: what runs the operation refuses them.
 * @returns Infinity when it is so large that it is not counted to its end
 */
export function complexityOf(
  schema: GraphQLSchema,
  { document, operationName, variables }: Operation,
): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables: { ...variables },
      ...(operationName === null ? {} : { operationName }),
      estimators: [estimate],
      maxQueryNodes: LIMITS.complexity,
    });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message.includes("maximum allowed number of nodes") ? Infinity : 0;
  }
}

/** @returns why an operation costs too much; null where it does not */
export function tooComplex(cost: number, most: number): GraphQLError | null {
  if (cost <= most) return null;
  // Not counted to its end: all that is known is that it is more.
  const asked = Number.isFinite(cost) ? Math.round(cost) : most + 1;
  return limitExceeded({ limit: "complexity", most, asked }, "points of complexity");
}

function estimate({ type, field, args, childComplexity }: ComplexityEstimatorArgs): number {
  const root = ROOTS.has(type.name);
  const size = itemsOf(field.type, args["first"], root);
  const composite = isCompositeType(getNamedType(field.type));
  return ownCost(`${type.name}.${field.name}`, root, composite) + size * childComplexity;
}

function ownCost(name: string, root: boolean, composite: boolean): number {
  if (root) return ROOT_COST;
  if (name in fieldHosts) return STORE_COST;
  return composite ? 1 : 0;
}

/** A page's `nodes` and `edges` are counted where the page is asked for. */
function itemsOf(type: ComplexityEstimatorArgs["field"]["type"], first: unknown, root: boolean): number {
  if (typeof first === "number") return Math.max(1, first);
  return root && isListType(getNullableType(type)) ? UNPAGED_ITEMS : 1;
}
