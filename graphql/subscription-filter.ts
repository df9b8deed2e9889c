/**
 * What a subscriber to changes wants, as a filter of AppSync's kind: rules on the payload's top-level fields, all of
 * which must hold. AppSync applies it by itself; the in-process host applies the same filter with `passes`.
 */
import type { OfferKind } from "../shared/offer/model.ts";
import { EVERY_COUNTRY, facet } from "../shared/readmodel/offer-row.ts";
import type { OfferChangeView } from "./offer-view.ts";

type Field = keyof OfferChangeView;

/** The operators that are used here, of those that AppSync has. A list takes at most 20 values. */
export type FilterRule =
  | { readonly fieldName: Field; readonly operator: "eq"; readonly value: string }
  | { readonly fieldName: Field; readonly operator: "ge"; readonly value: number }
  | { readonly fieldName: Field; readonly operator: "containsAny"; readonly value: readonly string[] };

/** A group passes when all of its rules do; the filter passes when a group does. */
export interface SubscriptionFilter {
  readonly filterGroup: readonly { readonly filters: readonly FilterRule[] }[];
}

type Optional<T> = T | null | undefined;

/** The arguments of `Subscription.offerChanged`. One that is left out, or null, lets everything through. */
export interface OfferChangedArguments {
  readonly networkId?: Optional<string>;
  readonly sourceId?: Optional<string>;
  readonly kind?: Optional<OfferKind>;
  readonly merchantId?: Optional<string>;
  readonly category?: Optional<string>;
  readonly country?: Optional<string>;
  readonly minDiscountPercent?: Optional<number>;
}

/** The same offers as the fields of `OfferFilter` with these names choose. @returns null: every change */
export function offerChangedFilter(args: OfferChangedArguments): SubscriptionFilter | null {
  const filters: FilterRule[] = [];
  for (const fieldName of ["networkId", "sourceId", "kind", "merchantId"] as const) {
    const value = args[fieldName];
    if (isGiven(value)) filters.push({ fieldName, operator: "eq", value });
  }
  if (isGiven(args.category))
    filters.push({ fieldName: "categoryKeys", operator: "containsAny", value: [facet(args.category)] });
  if (isGiven(args.country)) {
    const value = [args.country.toUpperCase(), EVERY_COUNTRY];
    filters.push({ fieldName: "countryKeys", operator: "containsAny", value });
  }
  if (isGiven(args.minDiscountPercent)) {
    const value = Math.max(args.minDiscountPercent, 0);
    filters.push({ fieldName: "discountPercent", operator: "ge", value });
  }
  return filters.length === 0 ? null : { filterGroup: [{ filters }] };
}

const isGiven = <T>(value: Optional<T>): value is T => value !== null && value !== undefined;

/** Whether AppSync would send the payload to a subscriber with this filter. */
export const passes = (filter: SubscriptionFilter | null, payload: object): boolean =>
  filter === null ||
  filter.filterGroup.some(({ filters }) =>
    filters.every((rule) => holds(rule, Reflect.get(payload, rule.fieldName))),
  );

/** A field that is null, or not in the payload, passes no rule. */
function holds(rule: FilterRule, held: unknown): boolean {
  switch (rule.operator) {
    case "eq":
      return held === rule.value;
    case "ge":
      return typeof held === "number" && held >= rule.value;
    case "containsAny":
      return Array.isArray(held) && rule.value.some((value) => held.includes(value));
  }
}
