/** Files of offers. */
import * as z from "zod";
import { FORMAT_NAMES, formats } from "../../../shared/export/formats.ts";
import { exportOffers } from "../exports.ts";
import { filterFields, filterOf, filterSchema } from "../inputs.ts";
import { type Route, route } from "../route.ts";
import { OFFER, PAGE_INFO } from "../selections.ts";

const format = z
  .enum([...FORMAT_NAMES, ...FORMAT_NAMES.map((name) => `${name}.gz` as const)])
  .default("jsonl")
  .describe("JSON lines, CSV, or Google Merchant's RSS of products; with `.gz` as a compressed file.");
const after = z
  .string()
  .max(2_048)
  .regex(/:/, "an offer's id")
  .optional()
  .describe(
    "Goes on after the offer of this id: the last one that you have whole. The result continues the file.",
  );
const limit = z
  .int()
  .min(1)
  .max(2_000)
  .optional()
  .describe("Offers in this answer at most, 1 to 2,000. `Link` is then the address of what follows.");

const document = `query Export($filter: OfferFilter, $first: Int, $after: String, $offers: Boolean!) {
  offers(filter: $filter, orderBy: ID, first: $first, after: $after) @include(if: $offers) {
    nodes { ...Offer } ${PAGE_INFO}
  }
  offerChanges(since: "now", first: 1) @skip(if: $offers) { cursor }
}
${OFFER}`;

const exported = {
  path: "/offers/export",
  tag: "Export",
  summary: "All offers that pass a filter, as a file",
  description:
    "In the order of their ids, which no change disturbs. `Changes-Cursor` is where the change log stood before: follow `/offers/changes?since=` from there to keep the copy up to date.",
  document,
  answer: ["offers"],
  status: 200,
  cache: "NEVER",
  contentTypes: [...Object.values(formats).map(({ contentType }) => contentType), "application/gzip"],
} as const;

const query = z.strictObject({ format, ...filterFields, after, limit });
const body = z.strictObject({
  format,
  filter: filterSchema.default({}).describe("Which offers, as GraphQL's `OfferFilter`."),
  limit,
});

export const exportRoutes: readonly Route[] = [
  route({
    ...exported,
    id: "exportOffers",
    method: "GET",
    query,
    respond: (responding) => {
      const { format, after = null, limit = null, ...filter } = responding.query as z.output<typeof query>;
      return exportOffers({ format, filter: filterOf(filter), after, limit }, responding);
    },
  }),
  route({
    ...exported,
    id: "exportOffersByBody",
    method: "POST",
    query: z.strictObject({ after }),
    body,
    respond: (responding) => {
      const { format, filter, limit = null } = responding.body as z.output<typeof body>;
      const { after = null } = responding.query as { readonly after?: string };
      return exportOffers({ format, filter, after, limit }, responding);
    },
  }),
];
