/** What routes take, as zod schemas: they check requests and describe them in the OpenAPI document. */
import * as z from "zod";
import { OFFER_KINDS, OFFER_STATUSES } from "../../shared/offer/model.ts";
import { OFFER_ORDERS } from "../../shared/readmodel/orders.ts";

const text = z.string().min(1).max(1_000);
const list = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(100);
const decimal = z.string().regex(/^\d{1,20}(?:\.\d{1,10})?$/, 'a decimal such as "12.50"');
const instant = z.iso.datetime({ offset: true, error: 'a time such as "2026-11-20T00:00:00Z"' });

/** The fields of GraphQL's `OfferFilter`, from which their descriptions are taken. */
export const filterFields = {
  text: text.optional(),
  networkIds: list(text).optional(),
  sourceIds: list(text).optional(),
  kinds: list(z.enum(OFFER_KINDS)).optional(),
  statuses: list(z.enum(OFFER_STATUSES)).optional(),
  merchantIds: list(text).optional(),
  category: text.optional(),
  tag: text.optional(),
  country: z.string().length(2).optional(),
  language: text.optional(),
  hasCoupon: z.boolean().optional(),
  joinedOnly: z.boolean().optional(),
  minDiscountPercent: z.number().optional(),
  minPrice: decimal.optional(),
  maxPrice: decimal.optional(),
  currency: z.string().length(3).optional(),
  minCommissionPercent: z.number().optional(),
  endsBefore: instant.optional(),
  changedSince: instant.optional(),
};

/** What a schema's fields mean stands in the GraphQL schema, at this input type. */
export const describedAs = <T extends z.ZodType>(type: T, inputType: string): T =>
  type.meta({ [INPUT_TYPE]: inputType });

/** Where zod's JSON Schema keeps that name. */
export const INPUT_TYPE = "x-graphql-input";

export const filterSchema = describedAs(z.strictObject(filterFields), "OfferFilter");
export type FilterInput = z.output<typeof filterSchema>;

/** The filter among a route's parameters. */
export const filterOf = (query: FilterInput): FilterInput =>
  Object.fromEntries(
    Object.keys(filterFields).flatMap((name) => given(name, query[name as keyof FilterInput])),
  );

const given = (name: string, value: unknown): [string, unknown][] =>
  value === undefined ? [] : [[name, value]];

export const first = z.int().min(1).max(200).default(20).describe("How many, 1 to 200.");
export const after = z
  .string()
  .max(4_096)
  .optional()
  .describe("The `endCursor` of the page before, with otherwise the same parameters.");
export const paging = { first, after };

export const total = z
  .boolean()
  .default(false)
  .describe("True: with `totalCount`, how many there are in all. Counting takes time.");

export const orderBy = z.enum(OFFER_ORDERS).describe("In which order.");

export const mode = z
  .enum(["INCREMENTAL", "FULL"])
  .default("INCREMENTAL")
  .describe("What to ask the source for.");
export const modeBody = z.strictObject({ mode }).optional();
