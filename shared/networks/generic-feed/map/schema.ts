/** The shape of map expressions: where a field comes from and what is done with it. */
import * as z from "zod";
import { closest, exactlyOne, nearestProblem, strict } from "../../../settings/strict.ts";
import { compileCondition, templateProblem } from "../template/template.ts";
import { isDateFormat } from "./dates.ts";

/** Functions that need no argument. */
const PLAIN_FUNCTIONS = [
  "trim",
  "lower",
  "upper",
  "decode_entities",
  "html_to_text",
  "number",
  "money",
  "date",
  "boolean",
  "url_encode",
  "url_decode",
  "unique",
  "compact",
  "nonzero",
  "min",
  "max",
  "hash",
] as const;

/** The key under which an expression holds its functions. */
export const KEYS = { steps: "then" } as const;

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code in capitals, such as AED")
  .describe("ISO 4217 code, such as AED");

export const zoneSchema = z
  .string()
  .refine(isZone, "must be an IANA time zone, such as Asia/Dubai")
  .describe("IANA time zone, such as Asia/Dubai");

/** A template that reads the record, and the values of the settings. */
export const recordTemplate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ["record", "config"]);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const recordCondition = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ["record", "config"], compileCondition);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const decimalMark = z.enum(["auto", ".", ","]).optional();
const pattern = z.string().max(1000).refine(isPattern, "is not a valid regular expression");
const dateFormat = z
  .string()
  .refine(isDateFormat, "has a directive that is not known; use %Y %m %d %H %M %S %f %z %b %p, %s or %ms");
const wanted = z.union([z.string(), z.null()]);

const FUNCTION_SHAPE = {
  split: z
    .union([z.string(), strict({ re: pattern })])
    .optional()
    .describe("Cuts a text into a list at this separator."),
  list: z
    .string()
    .min(1)
    .optional()
    .describe("Cuts at this separator, trims, drops empty parts, makes one list."),
  at: z.int().optional().describe("The item at this position, from 0; negative counts from the end."),
  get: z.string().optional().describe("Reads this path from each value."),
  where: z
    .record(z.string(), z.union([wanted, z.array(wanted)]))
    .optional()
    .describe("Keeps objects whose field has one of the values; null: it is missing; * stands for any text."),
  regex: z
    .union([pattern, strict({ re: pattern, group: z.int().min(0).optional() })])
    .optional()
    .describe("What the expression matches, or one of its groups; empty where it does not match."),
  replace: z
    .union([z.tuple([z.string().min(1), z.string()]), strict({ re: pattern, with: z.string() })])
    .optional()
    .describe("Replaces every occurrence: [from, to], or {re, with}."),
  number: strict({ decimal: decimalMark }).optional().describe("An exact decimal number."),
  minor_units: z
    .union([z.int().min(0).max(6), z.string()])
    .optional()
    .describe("Cents to units: digits, or the path to them."),
  money: strict({
    currency: currencySchema.optional(),
    currency_path: z.string().optional(),
    decimal: decimalMark,
  })
    .optional()
    .describe("An amount with the currency in its text, at a path, or given here."),
  date: strict({ formats: z.array(dateFormat).optional(), zone: zoneSchema.optional() })
    .optional()
    .describe("An instant; naive dates are read in the zone."),
  interval: z.enum(["start", "end"]).optional().describe("One side of an interval start/end."),
  during: z
    .string()
    .optional()
    .describe("Keeps the value while now lies in the interval at this path, or there is none."),
  when: recordCondition.optional().describe("Keeps the value if this condition on the record holds."),
  boolean: strict({ true: z.array(z.string()).optional(), false: z.array(z.string()).optional() }).optional(),
  lookup: strict({
    table: z.record(z.string(), z.union([z.string(), z.boolean()])),
    default: z.string().optional(),
  })
    .optional()
    .describe("Translates by a table; default is the value for all others, keep passes them through."),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Resolves a relative link against this address."),
  add_query: z
    .record(z.string(), recordTemplate)
    .optional()
    .describe("Sets query parameters, keeps the others."),
  greater_than: z.literal("price").optional().describe("Keeps the value only if it is more than the price."),
};

const functionNames = [...new Set<string>([...PLAIN_FUNCTIONS, ...Object.keys(FUNCTION_SHAPE)])];

const functionWithArgument = strict(FUNCTION_SHAPE).refine(
  ...exactlyOne(functionNames, "one function at a time: put each into an object of its own"),
);

const functionSchema = z.union([z.enum(PLAIN_FUNCTIONS), functionWithArgument], {
  error: (issue) => (typeof issue.input === "string" ? unknownFunction(issue.input) : nearestProblem(issue)),
});

function unknownFunction(name: string): string {
  if (name in FUNCTION_SHAPE) return `the function "${name}" needs an argument: {"${name}": …}`;
  const meant = closest(name, functionNames);
  return `unknown function "${name}": ${meant === null ? `there are ${functionNames.join(", ")}` : `did you mean "${meant}"?`}`;
}

export type MapFunction = z.output<typeof functionSchema>;

export type Expression = string | ExpressionObject;

/** Exactly one of `path`, `const`, `template`, `first_of`, `concat`; then functions, in order. */
export interface ExpressionObject {
  readonly path?: string | undefined;
  readonly const?: string | boolean | readonly string[] | undefined;
  readonly template?: string | undefined;
  readonly first_of?: readonly Expression[] | undefined;
  readonly concat?: readonly Expression[] | undefined;
  readonly then?: readonly MapFunction[] | undefined;
}

const SOURCES = ["path", "const", "template", "first_of", "concat"];

/** A path, or an object that says where the value comes from and what is done with it. */
export const expressionSchema: z.ZodType<Expression> = z.union(
  [
    z.string().min(1).describe("A path into the record."),
    strict({
      path: z.string().min(1).optional().describe("A path into the record."),
      const: z
        .union([z.string(), z.boolean(), z.array(z.string())])
        .optional()
        .describe("The same for every record."),
      template: recordTemplate.optional().describe("Text with {{ record.path | filter }} in it."),
      get first_of() {
        return z.array(expressionSchema).min(1).optional().describe("The first of these that is not empty.");
      },
      get concat() {
        return z.array(expressionSchema).min(1).optional().describe("All values of these as one list.");
      },
      [KEYS.steps]: z.array(functionSchema).optional().describe("Functions, applied in order."),
    }).refine(...exactlyOne(SOURCES, `needs exactly one of ${SOURCES.join(", ")}`)),
  ],
  { error: nearestProblem },
);

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

function isPattern(source: string): boolean {
  try {
    return RegExp(source) !== undefined;
  } catch {
    return false;
  }
}
