import { expect, test } from "vitest";
import { PRICE_BOUNDS, priceBand } from "./price-bands.ts";

test.each([
  ["EUR", 0, "0", "0.99"],
  ["EUR", 1, "1", "1.99"],
  ["EUR", 5, "20", "49.99"],
  ["JPY", 9, "500", "999"],
  ["KWD", 4, "10", "19.999"],
])("band %s %i is %s to %s", (currency, place, minPrice, maxPrice) => {
  expect(priceBand(currency, place)).toEqual({ currency, minPrice, maxPrice });
});

test("the last band has no end", () => {
  expect(priceBand("EUR", PRICE_BOUNDS.length)).toEqual({
    currency: "EUR",
    minPrice: "5000000000",
    maxPrice: null,
  });
});
