/** Joined programmes and their commission terms. */
import { FeedUnreadable, type OfferPage } from "../adapter.ts";
import { type AwinContext, callApi } from "./api.ts";
import { expectedTotal, positionIn, type Progress, writeCursor } from "./progress.ts";
import type { AwinMembership } from "./settings.ts";
import {
  detailsSchema,
  type Programme,
  type ProgrammeRecord,
  type ProgrammeTerms,
  programmeSchema,
} from "./records.ts";

/** One programme as Awin wrote it; `read` is null when it cannot be read, which toOffer will say. */
export interface ListedProgramme {
  readonly raw: unknown;
  readonly read: Programme | null;
  readonly membership: AwinMembership;
}

/** Small enough that a run that is cut off while it waits for its quota loses little. */
const PAGE_SIZE = 10;

/** The programmes that are wanted, by id, and always the joined ones: promotions need them. */
export async function listedProgrammes(context: AwinContext): Promise<ListedProgramme[]> {
  const { pull, memberships } = context.settings;
  const asked = new Set<AwinMembership>(pull.includes("programmes") ? memberships : []);
  if (pull.includes("promotions")) asked.add("joined");
  const lists: ListedProgramme[] = [];
  for (const membership of asked) lists.push(...(await programmesOf(context, membership)));
  return lists.sort((a, b) => idOf(a) - idOf(b));
}

/** One call: Awin does not page this list. */
async function programmesOf(context: AwinContext, membership: AwinMembership): Promise<ListedProgramme[]> {
  const path = `/publishers/${context.credentials.publisherId}/programmes?relationship=${membership}`;
  const answer = await callApi(context, { path });
  if (!Array.isArray(answer)) throw new FeedUnreadable("Awin's programme list is not a JSON array");
  const wanted = new Set(context.settings.advertiserIds.map(String));
  return answer
    .map((raw: unknown) => ({ raw, read: programmeSchema.safeParse(raw).data ?? null, membership }))
    .filter(({ read }) => wanted.size === 0 || read === null || wanted.has(read.id));
}

/** Those that cannot be read come last. */
const idOf = ({ read }: ListedProgramme): number =>
  read === null ? Number.MAX_SAFE_INTEGER : Number(read.id);

/**
 * Asks the terms of the first `programmeTerms` programmes and, where programmes are wanted, yields them. The same
 * programmes get their terms in every run: an offer whose commission came and went would be a change each time.
 */
export async function* programmePages(
  context: AwinContext,
  programmes: readonly ListedProgramme[],
  progress: Progress,
): AsyncGenerator<OfferPage<ProgrammeRecord>, void, void> {
  const { pull, memberships, programmeTerms } = context.settings;
  const wanted = pull.includes("programmes");
  const joined = programmes.filter(({ membership }) => membership === "joined");
  const withTerms = new Set(joined.slice(0, programmeTerms));
  const after = positionIn(progress, "programmes")?.after ?? -1;
  const left = programmes.filter((programme) => idOf(programme) > after);
  if (wanted) progress.expected["programmes"] = programmes.length;
  for (let start = 0; start < left.length; start += PAGE_SIZE) {
    const batch = left.slice(start, start + PAGE_SIZE);
    const records: ProgrammeRecord[] = [];
    for (const programme of batch) {
      const terms =
        withTerms.has(programme) && programme.read ? await termsOf(context, programme.read.id) : null;
      if (terms !== null && programme.read) progress.terms[programme.read.id] = terms;
      // Joined ones are listed for the sake of promotions even where only others are wanted.
      if (!memberships.includes(programme.membership)) continue;
      records.push({
        surface: "programme",
        programme: programme.raw,
        membership: programme.membership,
        terms,
      });
    }
    const last = batch.at(-1);
    const cursor = last ? writeCursor(progress, { surface: "programmes", after: idOf(last) }) : null;
    yield { records: wanted ? records : [], cursor, total: expectedTotal(progress) };
  }
}

/** Null for a programme that Awin lists and then will not show: it was left between the two calls. */
async function termsOf(context: AwinContext, advertiserId: string): Promise<ProgrammeTerms | null> {
  const path = `/publishers/${context.credentials.publisherId}/programmedetails?advertiserId=${advertiserId}`;
  const { data } = detailsSchema.safeParse(await callApi(context, { path, accept: [400, 403, 404] }));
  if (!data) return null;
  return {
    ranges: (data.commissionRange ?? []).map(({ min, max, type }) => ({ min, max, type })),
    currency: data.programmeInfo?.currencyCode ?? null,
    membership: data.programmeInfo?.membershipStatus ?? null,
  };
}
