/** The settings of a generic feed: a declaration in Airbyte's low-code vocabulary, made short by presets. */
import * as z from "zod";
import { OFFER_KINDS } from "../../offer/model.ts";
import { decoderSchema } from "../../decoders/schema.ts";
import { mapSchema } from "./map/fields.ts";
import { currencySchema, zoneSchema } from "./map/schema.ts";
import { PRESET_NAMES } from "./presets/names.ts";
import { apiBudgetSchema } from "./paging/api-budget.ts";
import { configSchema } from "./paging/config.ts";
import { incrementalSchema } from "./paging/incremental.ts";
import { joinsSchema } from "./paging/joins.ts";
import { paginatorSchema } from "./paging/paginator.ts";
import { partitionRouterSchema } from "./paging/partitions.ts";
import { recordExpanderSchema } from "./paging/record-expander.ts";
import { responseFieldsSchema } from "./paging/response-fields.ts";
import { shortForm } from "./references.ts";
import { requesterSchema, urlSchema } from "./requester.ts";
import { checkSettings } from "./settings-checks.ts";
import { nearestProblem, strict } from "../../settings/strict.ts";
import { compileCondition, templateProblem } from "./template/template.ts";
import { transformationSchema } from "./transformations.ts";

const condition = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ["record", "config"], compileCondition);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const merchantSchema = strict({
  name: z.string().min(1).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("The shop's address; its domain identifies the merchant."),
  brand: z
    .string()
    .min(1)
    .optional()
    .describe("For marketplaces: the path of the brand, which then is the merchant."),
}).refine(
  (merchant) => merchant.name !== undefined || merchant.brand !== undefined,
  "needs a name, or the path of a brand",
);

const selectorSchema = strict({
  type: z.literal("RecordSelector").optional(),
  extractor: strict({
    type: z.literal("DpathExtractor").optional(),
    field_path: z
      .array(z.string())
      .describe("Where the list is, key by key; * for all children. Empty: the whole answer."),
    record_expander: recordExpanderSchema.optional(),
    response_fields: responseFieldsSchema.optional(),
  }).optional(),
  wrap_single: z.boolean().optional().describe("One object where a list is expected is a list of one."),
  record_filter: strict({ type: z.literal("RecordFilter").optional(), condition }).optional(),
});

/** A stream that offers are found by, such as a list of catalogues. */
const parentStreamSchema = strict({
  type: z.literal("DeclarativeStream").optional(),
  name: z.string().min(1).describe("What a partition_router or a join calls it."),
  requester: requesterSchema.refine(({ url }) => url !== undefined, { error: "is needed", path: ["url"] }),
  decoder: decoderSchema.optional(),
  record_selector: selectorSchema.optional(),
  transformations: z.array(transformationSchema).optional(),
  paginator: paginatorSchema.optional(),
  partition_router: partitionRouterSchema.optional(),
});

const keyPath = z.string().regex(/^[^'"]+$/, "must be a path without quotes");

const shape = {
  preset: z.enum(PRESET_NAMES).optional().describe("A ready declaration that everything else here changes."),
  url: urlSchema
    .optional()
    .describe("The feed's address: short for requester.url. Leave it out when the address is a secret."),
  merchant: merchantSchema.optional().describe("Who sells what the feed lists."),
  currency: currencySchema.optional().describe("Currency of amounts that name none."),
  map: mapSchema.optional().describe("Which offer field comes from where in a record."),
  kind: z.enum(OFFER_KINDS).optional().describe("What the feed lists. Default PRODUCT."),
  countries: z
    .array(z.string().regex(/^[A-Z]{2,3}$/, "must be ISO 3166-1 codes, such as AE"))
    .optional()
    .describe("ISO 3166-1 codes of the countries that the feed is for; empty for no limit."),
  languages: z.array(z.string().min(2)).optional().describe("BCP 47 tags of the feed's texts."),
  time_zone: zoneSchema.optional().describe("Zone of dates without an offset. Default UTC."),
  tracking_parameters: z
    .record(z.string(), z.string())
    .optional()
    .describe("Query parameters that every tracking URL gets, such as a partner id."),
  requester: requesterSchema.optional().describe("How the feed is asked for: address, headers, who asks."),
  decoder: decoderSchema.optional().describe("Default: told by the content."),
  config: configSchema
    .optional()
    .describe("Values that templates read as config['name'], beside the credentials. No secrets."),
  paginator: paginatorSchema
    .optional()
    .describe("How the page after a page is found. Default: there is one page."),
  partition_router: partitionRouterSchema
    .optional()
    .describe("One walk for each of several values, or for each record of one of streams."),
  streams: z
    .array(parentStreamSchema)
    .max(5)
    .optional()
    .describe(
      "Lists that are walked first, which a partition_router or joins read. One that is called offers, or has a map, is the offers' own, as if it stood at the top.",
    ),
  joins: joinsSchema
    .optional()
    .describe("What each record takes over from a record of one of streams, by a key."),
  definitions: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Parts that are used more than once: {"$ref": "#/definitions/name"} stands for one.'),
  incremental_sync: incrementalSchema
    .optional()
    .describe("How runs between two whole listings ask for what changed."),
  api_budget: apiBudgetSchema
    .optional()
    .describe("How often the partner may be asked. Default 60 times a minute."),
  record_selector: selectorSchema
    .optional()
    .describe("Where in the answer the records are, and which of them count."),
  transformations: z
    .array(transformationSchema)
    .optional()
    .describe("What is done to each record before it is mapped."),
  primary_key: z
    .union([keyPath, z.array(keyPath).min(1).max(10)], { error: nearestProblem })
    .optional()
    .describe("The path, or paths, that tell records apart: the offer's id where the map gives none."),
  http_validators: z
    .boolean()
    .optional()
    .describe(
      "For a feed of one file: incremental runs ask for it only if it has changed (If-Modified-Since), and read it at least once a day. Default false.",
    ),
  snapshot: strict({
    mode: z.enum(["full", "delta"]).optional(),
    min_ratio: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe("A listing with fewer records than this share of the offers that are held removes nothing."),
  })
    .optional()
    .describe("full: what the feed no longer lists is gone. delta: it lists news only."),
};

const documentSchema = strict(shape).superRefine(checkSettings);

export const settingsSchema = z.preprocess(shortForm, documentSchema);

export type FeedSettings = z.output<z.ZodObject<typeof shape>>;
/** What is walked: the offers themselves, or a stream that they are found by. */
export type StreamSettings = Pick<
  FeedSettings,
  "requester" | "decoder" | "record_selector" | "paginator" | "partition_router" | "incremental_sync"
> & { readonly name?: string };
