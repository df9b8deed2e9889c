/** The settings of a generic feed: a declaration in Airbyte's low-code vocabulary, made short by presets. */
import * as z from "zod";
import { OFFER_KINDS } from "../../offer/model.ts";
import { decoderSchema } from "../../decoders/schema.ts";
import { mapSchema } from "./map/fields.ts";
import { currencySchema, zoneSchema } from "./map/schema.ts";
import { PRESET_NAMES } from "./presets/names.ts";
import { apiBudgetSchema } from "./paging/api-budget.ts";
import { incrementalSchema } from "./paging/incremental.ts";
import { paginatorSchema } from "./paging/paginator.ts";
import { listRouterSchema, partitionRouterSchema } from "./paging/partitions.ts";
import { recordExpanderSchema } from "./paging/record-expander.ts";
import { requesterSchema, urlSchema } from "./requester.ts";
import { strict } from "../../settings/strict.ts";
import { compileCondition, configKeysIn, templateProblem } from "./template/template.ts";
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
    field_path: z.array(z.string()),
    record_expander: recordExpanderSchema.optional(),
  }).optional(),
  wrap_single: z.boolean().optional().describe("One object where a list is expected is a list of one."),
  record_filter: strict({ type: z.literal("RecordFilter").optional(), condition }).optional(),
});

/** A stream that offers are found by, such as a list of catalogues. */
const parentStreamSchema = strict({
  type: z.literal("DeclarativeStream").optional(),
  name: z.string().min(1).describe("What a partition_router calls it."),
  requester: requesterSchema.refine(({ url }) => url !== undefined, { error: "is needed", path: ["url"] }),
  decoder: decoderSchema.optional(),
  record_selector: selectorSchema.optional(),
  paginator: paginatorSchema.optional(),
  partition_router: listRouterSchema.optional(),
});

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
  config: z
    .record(z.string().regex(/^\w+$/, "letters, digits and _ only"), z.string())
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
    .describe("Lists that are walked first, whose records the partition_router takes values from."),
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
  snapshot: strict({ mode: z.enum(["full", "delta"]) })
    .optional()
    .describe("full: what the feed no longer lists is gone. delta: it lists news only."),
};

export const settingsSchema = strict(shape).superRefine((settings, context) => {
  const issue = (path: string[], message: string): void =>
    context.addIssue({ code: "custom", path, message });
  if (settings.url !== undefined && settings.requester?.url !== undefined) {
    issue(["url"], "is short for requester.url: set one of the two");
  }
  const router = settings.partition_router;
  if (router?.type === "SubstreamPartitionRouter") {
    const wanted = router.parent_stream_configs[0]?.stream;
    const names = (settings.streams ?? []).map(({ name }) => name);
    if (wanted !== undefined && !names.includes(wanted)) {
      issue(
        ["partition_router"],
        `names the stream "${wanted}", and streams has ${names.join(", ") || "none"}`,
      );
    }
  }
  const reading = JSON.stringify([settings.map, settings.transformations, settings.record_selector]);
  for (const key of new Set(configKeysIn(reading.replaceAll('\\"', '"')))) {
    if (Object.hasOwn(settings.config ?? {}, key)) continue;
    issue(["map"], `reads config['${key}'], which is not under config: offers never hold credentials`);
  }
  if (settings.preset !== undefined) return;
  const map = settings.map;
  if (map === undefined) return issue(["map"], `is needed, or a preset: ${PRESET_NAMES.join(", ")}`);
  if (map.sourceOfferId === undefined)
    issue(["map", "sourceOfferId"], "is needed: the path of the record's own id");
  if (map.title === undefined) issue(["map", "title"], "is needed: the path of the record's title");
  if (map.trackingUrl === undefined && map.url === undefined) {
    issue(["map", "trackingUrl"], "is needed (or map.url): the path of the record's link");
  }
});

export type FeedSettings = z.output<typeof settingsSchema>;
/** What is walked: the offers themselves, or a stream that they are found by. */
export type StreamSettings = Pick<
  FeedSettings,
  "requester" | "decoder" | "record_selector" | "paginator" | "partition_router" | "incremental_sync"
> & { readonly name?: string };
