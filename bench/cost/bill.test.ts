import { expect, test } from "vitest";
import { PER_UNIT, type PriceKey, PRICES } from "../prices.ts";
import { billPerMillion, dollarsFor } from "./bill.ts";
import { gbSeconds, meteredUnits, plus } from "./usage.ts";

test("a bill is the sum of its services, scaled to a million offers", () => {
  const bill = billPerMillion({ dynamodbWrite: 5_000, sqsRequest: 50, lambdaRequest: 10 }, 1_000);
  expect(bill.lines).toEqual([
    { service: "DynamoDB writes", dollars: expect.closeTo(3.125, 9) },
    { service: "SQS", dollars: expect.closeTo(0.02, 9) },
    { service: "Lambda", dollars: expect.closeTo(0.002, 9) },
  ]);
  expect(bill.dollars).toBeCloseTo(3.147, 9);
});

test("a service is one line, whatever prices it has", () => {
  expect(billPerMillion({ s3Put: 1_000, s3Get: 1_000 }, 1_000_000).lines).toEqual([
    { service: "S3", dollars: expect.closeTo(0.0054, 9) },
  ]);
});

test("a price per thousand, ten thousand, gigabyte or hour is taken as such", () => {
  expect(dollarsFor("s3Put", 1_000)).toBeCloseTo(PRICES.s3Put.dollars, 12);
  expect(dollarsFor("secretsCall", 10_000)).toBeCloseTo(PRICES.secretsCall.dollars, 12);
  expect(dollarsFor("logsIngested", 1e9)).toBeCloseTo(PRICES.logsIngested.dollars, 12);
  expect(dollarsFor("auroraCapacity", 3_600)).toBeCloseTo(PRICES.auroraCapacity.dollars, 12);
});

test.each(Object.keys(PRICES) as PriceKey[])("the price %s belongs to a service", (key) => {
  expect(billPerMillion({ [key]: PER_UNIT[key] }, 1e6).dollars).toBeCloseTo(PRICES[key].dollars, 9);
});

test("every price says where it is from and when", () => {
  for (const price of Object.values(PRICES)) {
    expect(price.source).toMatch(/aws\.amazon\.com/);
    expect(price.date).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});

test("a bill for no offers is refused", () => {
  expect(() => billPerMillion({}, 0)).toThrow("one offer at least");
});

test.each([
  [0, 1],
  [1, 1],
  [65_536, 1],
  [65_537, 2],
  [200_000, 4],
])("%d bytes are metered as %d requests", (bytes, units) => {
  expect(meteredUnits(bytes)).toBe(units);
});

test("a function with a share of a processor takes as much longer", () => {
  expect(gbSeconds(1_000, 2_048)).toBeCloseTo(2, 9);
  expect(gbSeconds(1_000, 1_769)).toBeCloseTo(1_769 / 1_024, 9);
  expect(gbSeconds(1_000, 512)).toBeCloseTo(1_769 / 1_024, 9);
});

test("usages add up", () => {
  expect(plus({ s3Put: 1, s3Get: 2 }, { s3Put: 3, sqsRequest: 4 })).toEqual({
    s3Put: 4,
    s3Get: 2,
    sqsRequest: 4,
  });
});
