/** What editors do with offers. */
import * as z from "zod";
import { type Route, route } from "../route.ts";
import { OFFER, USER_ERRORS } from "../selections.ts";

const curation = { method: "POST", tag: "Curation", status: 200, cache: "NEVER" } as const;

const document = (mutation: string, variables: string, given: string): string =>
  `mutation Curate($id: ID!${variables}) { ${mutation}(id: $id${given}) { offer { ...Offer } ${USER_ERRORS} } } ${OFFER}`;

export const curationRoutes: readonly Route[] = [
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
