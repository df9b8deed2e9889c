/** Whether one record passes a filter: the twin of the conditions in `filter.ts`, for records outside the table. */
import type { VersionRecord } from "../ledger/records.ts";
import { blankToNull, decimal, instant, type MeantFilter } from "./filter.ts";
import { EVERY_COUNTRY, facet, offerFacts, type OfferFacts } from "./offer-row.ts";
import { askedWords, documentWords, formsOf, wordForms } from "./search-text.ts";
import { statusAt } from "./status-at.ts";

/**
 * A filter made ready for many records. `statuses` left out lets every status through, unlike in a list: a reader of
 * changes must be told of removals.
 * @throws InvalidFilter for an amount or a time that cannot be read, or a text that is too long
 */
export function matcher(filter: MeantFilter, now: Date): (record: VersionRecord) => boolean {
  const tests: ((record: VersionRecord, facts: OfferFacts) => boolean)[] = [];
  const where = <T>(
    value: T | null | undefined,
    test: (value: T) => (record: VersionRecord, facts: OfferFacts) => boolean,
  ) => {
    if (value !== null && value !== undefined) tests.push(test(value));
  };
  where(filter.statuses, (statuses) => (record) => statuses.includes(statusAt(record, now)));
  where(filter.networkIds, (ids) => (record) => ids.includes(record.networkId));
  where(filter.sourceIds, (ids) => (record) => ids.includes(record.sourceId));
  where(
    filter.kinds,
    (kinds) =>
      ({ content }) =>
        kinds.includes(content.kind),
  );
  where(
    filter.merchantIds,
    (ids) => (_, facts) => facts.merchant_id !== null && ids.includes(facts.merchant_id),
  );
  where(filter.category, (category) => (_, facts) => facts.categories.includes(facet(category)));
  where(filter.tag, (tag) => (_, facts) => facts.tags.includes(facet(tag)));
  where(
    filter.country,
    (country) =>
      (_, { countries }) =>
        countries.includes(EVERY_COUNTRY) || countries.includes(country.toUpperCase()),
  );
  where(filter.language, (language) => (_, facts) => facts.languages.includes(language.toLowerCase()));
  where(filter.hasCoupon, (has) => (_, facts) => facts.has_coupon === has);
  if (filter.joinedOnly === true) tests.push((_, facts) => facts.joined);
  where(
    filter.minDiscountPercent,
    (least) => (_, facts) => (facts.discount_percent ?? -1) >= Math.max(least, 0),
  );
  where(
    filter.minCommissionPercent,
    (least) => (_, facts) => (facts.commission_percent ?? -1) >= Math.max(least, 0),
  );
  where(filter.minPrice, (least) => atLeast(Number(decimal("minPrice", least))));
  where(filter.maxPrice, (most) => atMost(Number(decimal("maxPrice", most))));
  where(filter.currency, (currency) => (_, facts) => facts.currency === currency.toUpperCase());
  where(filter.endsBefore, (time) => before(Date.parse(instant("endsBefore", time))));
  where(filter.changedSince, (time) => since(Date.parse(instant("changedSince", time))));
  where(blankToNull(filter.text), (text) => {
    const asked = askedWords(text).map((word) => formsOf(word, filter.corrections ?? undefined));
    return (record) => hasWords(record, asked);
  });
  return (record) => {
    const facts = offerFacts(record.content);
    return tests.every((test) => test(record, facts));
  };
}

type Test = (record: VersionRecord, facts: OfferFacts) => boolean;

const atLeast =
  (least: number): Test =>
  (_, { price }) =>
    price !== null && Number(price) >= least;

const atMost =
  (most: number): Test =>
  (_, { price }) =>
    price !== null && Number(price) <= most;

const before =
  (time: number): Test =>
  ({ content }) =>
    content.endsAt !== null && Date.parse(content.endsAt) < time;

const since =
  (time: number): Test =>
  (record) =>
    Date.parse(record.changedAt) >= time;

function hasWords({ content }: VersionRecord, asked: readonly (readonly string[])[]): boolean {
  if (asked.length === 0) return false;
  const parts = [
    content.title,
    content.merchant?.name ?? "",
    ...content.categories,
    ...content.tags,
    content.description ?? "",
  ];
  const words = new Set(parts.flatMap(documentWords).flatMap(wordForms));
  const starts = (form: string): boolean => [...words].some((word) => word.startsWith(form));
  return asked.every((forms, index) =>
    forms.some((form) => words.has(form) || (index === asked.length - 1 && starts(form))),
  );
}
