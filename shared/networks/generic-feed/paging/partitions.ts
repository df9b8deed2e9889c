/** `partition_router`: one walk for each of several values, or for each record of a parent stream. */
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import { configTemplate, type Fill, type Partition } from "./config.ts";
import { requestOptionSchema } from "./request-option.ts";

const parentSchema = strict({
  type: z.literal("ParentStreamConfig").optional(),
  stream: z.string().min(1).describe("The name of one of streams."),
  parent_key: z.string().min(1).describe("The path of the value in the parent's record."),
  partition_field: z.string().min(1).describe("What templates call it: stream_partition['…']."),
  request_option: requestOptionSchema.optional(),
  extra_fields: z
    .array(z.array(z.string().min(1)).min(1))
    .optional()
    .describe("Paths of more values of the parent, which the map reads as stream_partition.…."),
});

const listRouter = strict({
  type: z.literal("ListPartitionRouter"),
  values: z.array(configTemplate).min(1).max(1_000),
  cursor_field: z.string().min(1).describe("What templates call the value: stream_partition['…']."),
  request_option: requestOptionSchema.optional(),
});

export const listRouterSchema = listRouter;
export const partitionRouterSchema = z.discriminatedUnion("type", [
  listRouter,
  strict({
    type: z.literal("SubstreamPartitionRouter"),
    parent_stream_configs: z.array(parentSchema).length(1),
  }),
]);
export type PartitionRouter = z.output<typeof partitionRouterSchema>;
export type ListRouter = z.output<typeof listRouterSchema>;

/** Of a list: one for each value that is not empty. */
export const listPartitions = ({ values, cursor_field }: ListRouter, fill: Fill): Partition[] =>
  values
    .map((value) => fill(value))
    .filter((value) => value !== "")
    .map((value) => ({ [cursor_field]: value }));
