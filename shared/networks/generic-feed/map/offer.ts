/** Records to offer drafts: the map compiled once, then called for every record. */
import { RecordRejected } from "../../adapter.ts";
import {
  COMMISSION_BASES,
  COMMISSION_TYPES,
  DISCOUNT_TYPES,
  JOIN_STATUSES,
  OFFER_KINDS,
} from "../../../offer/model.ts";
import type { CommissionType, MoneyDraft, OfferDraft, OfferKind } from "../../../offer/model.ts";
import { compareDecimals } from "../../../offer/money.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import type { Edge } from "./dates.ts";
import { parseDecimal } from "./decimal.ts";
import { compileExpression, describeExpression } from "./expression.ts";
import type { ExpressionReader } from "./expression.ts";
import type { OfferMap } from "./fields.ts";
import { compileFunction } from "./functions.ts";
import type { CompileContext, RecordContext } from "./functions.ts";
import type { Expression, MapFunction } from "./schema.ts";
import { addQuery } from "./url.ts";
import { isMoney, textOf, textsOf } from "./value.ts";
import { availabilityOf, wordOf } from "./vocabulary.ts";

/** What holds for every record of a feed. */
export interface MapDefaults {
  readonly kind: OfferKind;
  readonly currency: string | null;
  readonly zone: string;
  readonly merchant: { readonly name: string; readonly url: string | null } | null;
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  /** What templates read as `config`. */
  readonly config: Readonly<Record<string, string>>;
  /** Query parameters that every tracking URL carries. */
  readonly trackingParameters: readonly (readonly [string, string])[];
}

/** @throws RecordRejected when the record has no id, no title or no link, or an amount without a currency */
export type OfferMapper = (record: FeedRecord, now: Date) => OfferDraft;

export function compileMap(map: OfferMap, defaults: MapDefaults): OfferMapper {
  const compiler = new FieldCompiler(defaults);
  const id = compiler.required("sourceOfferId", map.sourceOfferId);
  const title = compiler.required("title", map.title);
  const url = compiler.text(map.url);
  const link = compiler.required("trackingUrl", map.trackingUrl ?? map.url);
  const kind = compiler.value(map.kind);
  const price = compiler.money(map.price);
  const originalPrice = compiler.money(map.originalPrice);
  const merchant = compileMerchant(map, defaults, compiler);
  const fixed = fixedFields(map, defaults);
  const fill = compileRest(map, compiler);
  const parameters = defaults.trackingParameters;
  return (record, now) => {
    const context: RecordContext = { record, now, price: null };
    const sourceOfferId = id(context);
    const tracking = link(context);
    const amount = price(context);
    context.price = amount;
    const draft: Writable<OfferDraft> = {
      ...fixed,
      sourceOfferId,
      kind: wordOf(kind(context), OFFER_KINDS) ?? defaults.kind,
      title: title(context),
      merchant: merchant(context),
      url: url(context),
      trackingUrl: parameters.length === 0 ? tracking : addQuery(tracking, parameters),
      price: amount,
      originalPrice: originalPrice(context),
    };
    for (const field of fill) field(draft, context);
    return draft;
  };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Reader<T> = (context: RecordContext) => T;
type Filler = (draft: Writable<OfferDraft>, context: RecordContext) => void;

const NOTHING: ExpressionReader = () => null;

class FieldCompiler {
  readonly #context: CompileContext;

  constructor(defaults: MapDefaults) {
    const { currency, zone, config } = defaults;
    this.#context = { currency, zone, config, edge: "start" };
  }

  value(expression: Expression | undefined, edge: Edge = "start"): ExpressionReader {
    return expression === undefined ? NOTHING : compileExpression(expression, { ...this.#context, edge });
  }

  text(expression: Expression | undefined): Reader<string | null> {
    const read = this.value(expression);
    return (context) => textOf(read(context));
  }

  texts(expression: Expression): Reader<string[]> {
    const read = this.value(expression);
    return (context) => textsOf(read(context));
  }

  required(field: string, expression: Expression | undefined): Reader<string> {
    const read = this.text(expression);
    const reason = `no ${field}: ${describeExpression(expression)}`;
    return (context) => {
      const text = read(context);
      if (text === null) throw new RecordRejected(`${reason}${keysOf(context.record)}`);
      return text;
    };
  }

  /** Money that no function has read yet is read as `money` reads it. */
  money(expression: Expression | undefined): Reader<MoneyDraft | null> {
    const value = this.#finished(expression, "money", "start");
    return (context) => {
      const money = value(context);
      return isMoney(money) ? money : null;
    };
  }

  /** The same for dates; a date that can't be read is left out. */
  date(expression: Expression, edge: Edge): Reader<string | null> {
    const value = this.#finished(expression, "date", edge);
    return (context) => textOf(value(context));
  }

  #finished(expression: Expression | undefined, last: MapFunction, edge: Edge): ExpressionReader {
    if (expression === undefined) return NOTHING;
    const read = this.value(expression, edge);
    const finish = compileFunction(last, { ...this.#context, edge });
    return (context) => finish(read(context), context);
  }
}

function keysOf(record: FeedRecord): string {
  const keys = Object.keys(record);
  const shown = keys.slice(0, 12).join(", ");
  return keys.length === 0 ? "" : `; the record has ${shown}${keys.length > 12 ? ", …" : ""}`;
}

function compileMerchant(
  map: OfferMap,
  defaults: MapDefaults,
  compiler: FieldCompiler,
): Reader<OfferDraft["merchant"]> {
  const feedOwner =
    defaults.merchant === null ? null : { name: defaults.merchant.name, domain: defaults.merchant.url };
  if (map.merchant === undefined) return () => feedOwner;
  const name = compiler.text(map.merchant.name);
  const url = compiler.text(map.merchant.url);
  return (context) => {
    const [own, domain] = [name(context), url(context)];
    if (own === null && domain === null) return feedOwner;
    return { name: own ?? feedOwner?.name ?? "", domain };
  };
}

/** What the settings say for all records where the map says nothing of its own. */
function fixedFields(map: OfferMap, defaults: MapDefaults): Partial<OfferDraft> {
  return {
    ...(map.countries === undefined && defaults.countries.length > 0
      ? { countries: defaults.countries }
      : {}),
    ...(map.languages === undefined && defaults.languages.length > 0
      ? { languages: defaults.languages }
      : {}),
  };
}

function compileRest(map: OfferMap, compiler: FieldCompiler): Filler[] {
  const fillers: Filler[] = [];
  for (const field of ["description", "couponCode", "gtin"] as const) {
    if (map[field] === undefined) continue;
    const read = compiler.text(map[field]);
    fillers.push((draft, context) => (draft[field] = read(context)));
  }
  for (const field of ["images", "restrictions", "categories", "tags", "countries", "languages"] as const) {
    if (map[field] === undefined) continue;
    const read = compiler.texts(map[field]);
    fillers.push((draft, context) => (draft[field] = read(context)));
  }
  if (map.availability !== undefined) {
    const read = compiler.value(map.availability);
    fillers.push((draft, context) => (draft.availability = availabilityOf(read(context))));
  }
  if (map.joinStatus !== undefined) {
    const read = compiler.value(map.joinStatus);
    fillers.push((draft, context) => (draft.joinStatus = wordOf(read(context), JOIN_STATUSES)));
  }
  if (map.startsAt !== undefined) {
    const read = compiler.date(map.startsAt, "start");
    fillers.push((draft, context) => (draft.startsAt = read(context)));
  }
  if (map.endsAt !== undefined) {
    const read = compiler.date(map.endsAt, "end");
    fillers.push((draft, context) => (draft.endsAt = read(context)));
  }
  if (map.discount !== undefined) fillers.push(compileDiscount(map.discount, compiler));
  if (map.commission !== undefined) fillers.push(compileCommission(map.commission, compiler));
  return fillers;
}

function compileDiscount(map: NonNullable<OfferMap["discount"]>, compiler: FieldCompiler): Filler {
  const type = compiler.value(map.type);
  const value = compiler.text(map.value);
  const currency = compiler.text(map.currency);
  return (draft, context) => {
    const known = wordOf(type(context), DISCOUNT_TYPES);
    if (known !== null) draft.discount = { type: known, value: value(context), currency: currency(context) };
  };
}

function compileCommission(map: NonNullable<OfferMap["commission"]>, compiler: FieldCompiler): Filler {
  const type = compiler.value(map.type);
  const basis = compiler.value(map.basis);
  const [min, max, currency] = [compiler.text(map.min), compiler.text(map.max), compiler.text(map.currency)];
  return (draft, context) => {
    const known = wordOf(type(context), COMMISSION_TYPES);
    if (known === null) return;
    const [from, to] = [min(context), max(context)];
    draft.commission = {
      type: isSpan(known, from, to) ? "RANGE" : known,
      min: from,
      max: to,
      // A share is of no currency.
      currency: known === "PERCENT" ? null : currency(context),
      basis: wordOf(basis(context), COMMISSION_BASES),
    };
  };
}

/** Of shares and of amounts alike: from one to another one is a range. */
function isSpan(type: CommissionType, min: string | null, max: string | null): boolean {
  const [from, to] = [parseDecimal(min ?? ""), parseDecimal(max ?? "")];
  const isOne = type === "PERCENT" || type === "FIXED";
  return isOne && from !== null && to !== null && compareDecimals(to, from) > 0;
}
