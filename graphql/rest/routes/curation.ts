/** What editors do with offers. */
import * as z from "zod";
import { editorFields, enteredFields } from "../editor-inputs.ts";
import { describedAs } from "../inputs.ts";
import { type Route, route } from "../route.ts";
import { OFFER, SYNC_RUN, USER_ERRORS } from "../selections.ts";

const curation = { method: "POST", tag: "Curation", status: 200, cache: "NEVER" } as const;

const document = (mutation: string, variables: string, given: string): string =>
  `mutation Curate($id: ID!${variables}) { ${mutation}(id: $id${given}) { offer { ...Offer } ${USER_ERRORS} } } ${OFFER}`;

export const curationRoutes: readonly Route[] = [
  route({
    ...curation,
    id: "createOffers",
    path: "/offers/bulk-create",
    summary: "Enters offers into a source of the network `manual`, as one sync run",
    description:
      "The same `sourceOfferId` again updates an offer. Every valid one is written; what is wrong with the others stands in `userErrors`, with their places. Where nothing was written the answer is a problem.",
    body: z.strictObject({
      sourceId: z.string().describe("The source."),
      offers: z
        .array(describedAs(z.strictObject(enteredFields), "ManualOfferInput"))
        .min(1)
        .max(100)
        .describe("1 to 100 offers, each whole: a field that is left out is empty."),
    }),
    document: `mutation Enter($sourceId: ID!, $offers: [ManualOfferInput!]!) {
      createOffers(sourceId: $sourceId, offers: $offers) { run { ...SyncRun } offers { ...Offer } ${USER_ERRORS} }
    }
    ${OFFER} ${SYNC_RUN}`,
    variables: ({ body }) => body,
    answer: ["createOffers"],
    partial: true,
  }),
  route({
    ...curation,
    id: "overrideOffer",
    method: "PUT",
    path: "/offers/:id",
    summary: "Shows an editor's values in the place of the source's, whatever the source says later",
    description:
      "A field that is left out stays as it is; null shows none. Nothing of a body with a mistake is taken.",
    body: describedAs(z.strictObject(editorFields), "OfferOverrideInput"),
    document: document("overrideOffer", ", $input: OfferOverrideInput!", ", input: $input"),
    variables: ({ path, body }) => ({ id: path["id"], input: body }),
    answer: ["overrideOffer", "offer"],
  }),
  route({
    ...curation,
    id: "clearOverrides",
    method: "DELETE",
    path: "/offers/:id/overrides",
    summary: "Gives overridden fields back to the source: they show what it says",
    query: z.strictObject({
      fields: z
        .array(z.string().min(1).max(100))
        .min(1)
        .max(100)
        .optional()
        .describe("Which, as in `overriddenFields`; all when left out."),
    }),
    document: document("clearOverrides", ", $fields: [String!]", ", fields: $fields"),
    variables: ({ path, query }) => ({ id: path["id"], ...query }),
    answer: ["clearOverrides", "offer"],
  }),
  route({
    ...curation,
    id: "hideOffer",
    path: "/offers/:id/hide",
    summary: "Takes an offer out of public view until it is shown again",
    body: z
      .strictObject({ reason: z.string().max(1_000).optional().describe("Why, for the history.") })
      .optional(),
    document: document("hideOffer", ", $reason: String", ", reason: $reason"),
    variables: ({ path, body }) => ({ id: path["id"], ...body }),
    answer: ["hideOffer", "offer"],
  }),
  route({
    ...curation,
    id: "unhideOffer",
    path: "/offers/:id/unhide",
    summary: "Shows a hidden offer again",
    document: document("unhideOffer", "", ""),
    variables: ({ path }) => ({ id: path["id"] }),
    answer: ["unhideOffer", "offer"],
  }),
  route({
    ...curation,
    id: "rollbackOffer",
    path: "/offers/:id/rollback",
    summary: "Puts back an earlier version's content, until the source itself says something new",
    body: z.strictObject({ toVersion: z.int().min(1).describe("The version whose content to put back.") }),
    document: document("rollbackOffer", ", $toVersion: Int!", ", toVersion: $toVersion"),
    variables: ({ path, body }) => ({ id: path["id"], ...body }),
    answer: ["rollbackOffer", "offer"],
  }),
];
