/** `partition_router`: one walk for each of several values, or for each record of a parent stream. */
import * as z from "zod";
import { nearestProblem, strict } from "../../../settings/strict.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { FeedUnreadable } from "../../adapter.ts";
import { compilePath } from "../map/path.ts";
import { isObject, textOf, textsOf } from "../map/value.ts";
import { configTemplate, type Fill, type Partition } from "./config.ts";
import { type RequestOption, requestOptionSchema } from "./request-option.ts";

const path = z.array(z.string().min(1)).min(1);
const called = z.string().min(1).describe("What templates call the value: stream_partition['…'].");

const parentSchema = strict({
  type: z.literal("ParentStreamConfig").optional(),
  stream: z.string().min(1).describe("The name of one of streams."),
  parent_key: z.string().min(1).describe("The path of the value in the parent's record."),
  partition_field: called,
  request_option: requestOptionSchema.optional(),
  extra_fields: z
    .array(path)
    .optional()
    .describe("Paths of more values of the parent, which the map reads as stream_partition.…."),
});

const listRouter = strict({
  type: z.literal("ListPartitionRouter"),
  values: z
    .union([z.array(configTemplate).min(1).max(1_000), configTemplate], { error: nearestProblem })
    .describe("A list, or one template whose text is cut at commas: {{ config['markets'] }}."),
  cursor_field: called,
  request_option: requestOptionSchema.optional(),
});

const oneRouter = z.discriminatedUnion("type", [
  listRouter,
  strict({
    type: z.literal("SubstreamPartitionRouter"),
    parent_stream_configs: z
      .array(parentSchema)
      .min(1)
      .max(5)
      .describe("Of several, the records of all are walked one after the other."),
  }),
]);

/** Of several routers, each value of one is combined with each of the others. */
export const partitionRouterSchema = z.union([oneRouter, z.array(oneRouter).min(1).max(3)], {
  error: nearestProblem,
});
export type PartitionRouter = z.output<typeof partitionRouterSchema>;
type ListRouter = z.output<typeof listRouter>;
type ParentConfig = z.output<typeof parentSchema>;

/** The streams that a router takes its values from. */
export const parentsOf = (router: PartitionRouter | undefined): readonly string[] =>
  (router === undefined ? [] : [router].flat()).flatMap((each) =>
    each.type === "SubstreamPartitionRouter" ? each.parent_stream_configs.map(({ stream }) => stream) : [],
  );

/** One walk of several. */
export interface Walk {
  /** What tells it from the others, for messages and for going on with it. */
  readonly name: string;
  /** What requests read as `stream_partition`. */
  readonly partition: Partition;
  /** More of the parents' records, as it stands there. */
  readonly extra: FeedRecord;
  readonly options: readonly (readonly [RequestOption, string])[];
}

export const WHOLE: Walk = { name: "", partition: {}, extra: {}, options: [] };

/** Gives each record of a stream, by its name. */
export type ParentRecords = (stream: string) => AsyncIterable<FeedRecord>;

const MOST_WALKS = 10_000;

/**
 * @param told of parents that have no value, whose children therefore are not listed
 * @throws FeedUnreadable when there are more walks than can be kept
 */
export async function walksOf(
  router: PartitionRouter | undefined,
  fill: Fill,
  records: ParentRecords,
  told: (shortfall: string) => void,
): Promise<readonly Walk[]> {
  let walks: readonly Walk[] = [WHOLE];
  for (const each of router === undefined ? [] : [router].flat()) {
    const more =
      each.type === "ListPartitionRouter"
        ? listWalks(each, fill)
        : await substreamWalks(each.parent_stream_configs, records, told);
    if (walks.length * more.length > MOST_WALKS) {
      throw new FeedUnreadable(`the partition_router asks for more than ${MOST_WALKS} walks`);
    }
    walks = walks.flatMap((one) => more.map((other) => joined(one, other)));
  }
  return walks;
}

const joined = (one: Walk, other: Walk): Walk => ({
  name: [one.name, other.name].filter((name) => name !== "").join(" "),
  partition: { ...one.partition, ...other.partition },
  extra: { ...one.extra, ...other.extra },
  options: [...one.options, ...other.options],
});

/** One for each value that is not empty. */
function listWalks({ values, cursor_field, request_option }: ListRouter, fill: Fill): Walk[] {
  const texts = typeof values === "string" ? fill(values).split(",") : values.map((value) => fill(value));
  const wanted = new Set(texts.map((text) => text.trim()).filter((text) => text !== ""));
  return [...wanted].map((value) => ({
    name: value,
    partition: { [cursor_field]: value },
    extra: {},
    options: request_option === undefined ? [] : [[request_option, value]],
  }));
}

async function substreamWalks(
  parents: readonly ParentConfig[],
  records: ParentRecords,
  told: (shortfall: string) => void,
): Promise<Walk[]> {
  // A parent that comes twice is walked once.
  const walks = new Map<string, Walk>();
  for (const parent of parents) {
    const read = compilePath(parent.parent_key);
    for await (const record of records(parent.stream)) {
      const value = textOf(read(record));
      if (value === null) {
        told(
          `a record of ${parent.stream} has nothing at ${parent.parent_key}, so what belongs to it is not listed`,
        );
        continue;
      }
      const above = walkedBy(record);
      const name = [...Object.values(above).flatMap(textsOf), value].join(" ");
      if (walks.has(name)) continue;
      walks.set(name, {
        name,
        partition: { [parent.partition_field]: value },
        extra: { ...above, ...extrasOf(record, parent) },
        options: parent.request_option === undefined ? [] : [[parent.request_option, value]],
      });
      if (walks.size > MOST_WALKS) {
        throw new FeedUnreadable(`the stream ${parent.stream} has more than ${MOST_WALKS} records`);
      }
    }
  }
  return [...walks.values()];
}

/** What the parent itself was walked by: of a parent of a parent. */
function walkedBy(record: FeedRecord): FeedRecord {
  const above = record["stream_partition"];
  return isObject(above) ? (above as FeedRecord) : {};
}

const extrasOf = (record: FeedRecord, { extra_fields = [] }: ParentConfig): FeedRecord =>
  Object.fromEntries(
    extra_fields.map((each) => [
      each.at(-1) ?? "",
      (compilePath(each.join("."))(record) ?? null) as FeedRecord[string],
    ]),
  );
