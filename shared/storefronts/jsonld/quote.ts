/** What a page asks for its product: the best of its offers. */
import { compareDecimals } from "../../offer/money.ts";
import type { Availability } from "../../offer/model.ts";
import { textOf, things } from "./nodes.ts";
import { isOfType, type JsonLdNode, lastSegment } from "./page.ts";
import { plainPrice } from "./price.ts";

export interface Quote {
  /** Major units; null where none is stated. */
  readonly price: string | null;
  /** As written, when it cannot be read. */
  readonly unreadable: string | null;
  /** As written: an ISO 4217 code, hopefully. */
  readonly currency: string | null;
  readonly listPrice: string | null;
  readonly availability: Availability;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

const AGGREGATE = new Set(["AggregateOffer"]);
const LIST_PRICES = new Set(["ListPrice", "StrikethroughPrice"]);

/** Of several offers the cheapest that is in stock, else the cheapest; null where there is none. */
export function bestQuote(offers: unknown): Quote | null {
  const quotes = things(offers).map(quoteOf);
  const inStock = quotes.filter(({ availability }) => availability !== "OUT_OF_STOCK");
  const [best] = [...(inStock.length > 0 ? inStock : quotes)].sort(byPrice);
  return best ?? null;
}

function byPrice({ price: one }: Quote, { price: other }: Quote): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareDecimals(one, other);
}

function quoteOf(offer: JsonLdNode): Quote {
  const isAggregate = isOfType(offer, AGGREGATE);
  const inside = isAggregate ? bestQuote(offer["offers"]) : null;
  const specifications = things(offer["priceSpecification"]);
  const asked = specifications.find((each) => !isListPrice(each));
  const listed = specifications.find(isListPrice);
  // Never highPrice as the price before: it is another variant's.
  const written = textOf(isAggregate ? offer["lowPrice"] : offer["price"]) ?? textOf(asked?.["price"]);
  const price = written === null ? (inside?.price ?? null) : plainPrice(written);
  return {
    price,
    unreadable: written !== null && price === null ? written : (inside?.unreadable ?? null),
    currency: textOf(offer["priceCurrency"]) ?? textOf(asked?.["priceCurrency"]) ?? inside?.currency ?? null,
    listPrice: listed === undefined ? (inside?.listPrice ?? null) : plainPrice(textOf(listed["price"])),
    availability: availabilityOf(offer["availability"]) ?? inside?.availability ?? "UNKNOWN",
    startsAt: textOf(offer["availabilityStarts"]) ?? inside?.startsAt ?? null,
    endsAt:
      textOf(offer["priceValidUntil"]) ??
      textOf(offer["availabilityEnds"]) ??
      textOf(offer["validThrough"]) ??
      inside?.endsAt ??
      null,
  };
}

const isListPrice = (specification: JsonLdNode): boolean =>
  LIST_PRICES.has(lastSegment(textOf(specification["priceType"]) ?? ""));

const AVAILABILITIES: Readonly<Record<string, Availability>> = {
  InStock: "IN_STOCK",
  LimitedAvailability: "IN_STOCK",
  OnlineOnly: "IN_STOCK",
  SoldOut: "OUT_OF_STOCK",
  OutOfStock: "OUT_OF_STOCK",
  Discontinued: "OUT_OF_STOCK",
  PreOrder: "PREORDER",
  PreSale: "PREORDER",
  BackOrder: "BACKORDER",
};

/** Null where it says nothing; a word that nobody knows is unknown. */
function availabilityOf(value: unknown): Availability | null {
  const word = textOf(value);
  return word === null ? null : (AVAILABILITIES[lastSegment(word)] ?? "UNKNOWN");
}
