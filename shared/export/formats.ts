/** The formats of exports, by name. */
import { csv } from "./csv.ts";
import type { ExportFormat } from "./format.ts";
import { googleMerchant } from "./google-merchant.ts";
import { jsonLines } from "./json-lines.ts";

export const FORMAT_NAMES = ["jsonl", "csv", "google-merchant"] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

export const formats: Readonly<Record<FormatName, ExportFormat>> = {
  jsonl: jsonLines,
  csv,
  "google-merchant": googleMerchant,
};
