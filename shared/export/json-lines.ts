/** JSON lines: an offer a line, with every field. */
import type { ExportFormat } from "./format.ts";

export const jsonLines: ExportFormat = {
  contentType: "application/x-ndjson",
  extension: "jsonl",
  head: () => "",
  part: (offers) => offers.map((offer) => `${JSON.stringify(offer)}\n`).join(""),
  foot: "",
};
