/** One listing: the programmes first, whose facts the creatives need, then coupons, text links and products. */
import * as z from "zod";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable, type ListingEnd, type OfferPage } from "../adapter.ts";
import { type AnyPart, type ListingNotes, listParts, part } from "../kit/listing.ts";
import { PepperjamApi, type PepperjamContext } from "./api.ts";
import {
  couponSchema,
  genericSchema,
  type PepperjamRecord,
  type ProgrammeFacts,
  programmeSchema,
  realCode,
  suppressedSchema,
} from "./records.ts";

export async function* listing(
  context: PepperjamContext,
): AsyncGenerator<OfferPage<PepperjamRecord>, ListingEnd, void> {
  const { pull, statuses, sid, websiteId } = context.settings;
  const api = new PepperjamApi(context);
  // On a request, both come back on every link of the answer.
  const tracked = { sid, websiteId };
  const asked = [...new Set(["joined", ...(pull.includes("programmes") ? statuses : [])])].join(",");
  const rows = await api.all("advertiser", { status: asked });
  const generic = await genericLinks(api, tracked);
  const joined = joinedProgrammes(rows, generic);
  const parts: AnyPart<PepperjamRecord>[] = [];
  if (pull.includes("programmes")) parts.push(programmes(context, rows, generic));
  if (pull.includes("coupons")) parts.push(coupons(context, api, tracked, joined));
  if (pull.includes("textLinks")) {
    parts.push(
      creatives(
        "text links",
        (page) => api.page("creative/text", page, tracked),
        (found) =>
          found.map((row) => ({ surface: "text", row, programme: joined.get(programmeOf(row)) ?? null })),
      ),
    );
  }
  if (pull.includes("products")) parts.push(products(context, api, joined));
  return yield* listParts(parts, context);
}

type Tracked = Readonly<Record<string, string | undefined>>;
interface Generic {
  readonly link: string;
  readonly deepLinks: boolean;
}

/** By programme. One that cannot be read is as good as none: its programme says so. */
async function genericLinks(api: PepperjamApi, tracked: Tracked): Promise<ReadonlyMap<string, Generic>> {
  const links = new Map<string, Generic>();
  for (const row of await api.all("creative/generic", tracked)) {
    const read = genericSchema.safeParse(row);
    if (!read.success) continue;
    const { program_id: id, code, allow_deep_link: deep } = read.data;
    links.set(id, { link: code, deepLinks: deep === "1" });
  }
  return links;
}

function joinedProgrammes(
  rows: readonly unknown[],
  generic: ReadonlyMap<string, Generic>,
): ReadonlyMap<string, ProgrammeFacts> {
  const facts = new Map<string, ProgrammeFacts>();
  for (const row of rows) {
    const read = programmeSchema.safeParse(row);
    if (!read.success || read.data.status !== "joined") continue;
    const { id, name, website, currency, logo } = read.data;
    const link = generic.get(id);
    facts.set(id, {
      name,
      website,
      currency,
      logo,
      generic: link?.link ?? null,
      deepLinks: link?.deepLinks ?? false,
    });
  }
  return facts;
}

const programmes = (
  { settings }: PepperjamContext,
  rows: readonly unknown[],
  generic: ReadonlyMap<string, Generic>,
): AnyPart<PepperjamRecord> =>
  part<number, PepperjamRecord>({
    name: "programmes",
    position: z.int(),
    first: 0,
    async page() {
      const wanted = rows.filter((row) => {
        const status = fieldOf(row, "status");
        // What says nothing of its status is told by whoever maps it.
        return status === "" || (settings.statuses as readonly string[]).includes(status);
      });
      return {
        records: wanted.map((row) => ({
          surface: "programme",
          row,
          generic: generic.get(fieldOf(row, "id"))?.link ?? null,
        })),
        next: null,
      };
    },
  });

const fieldOf = (row: unknown, name: string): string => {
  const value = { ...(row as Record<string, unknown> | null) }[name];
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
};
const programmeOf = (row: unknown): string => fieldOf(row, "program_id");

type PageOf = (page: number) => ReturnType<PepperjamApi["page"]>;

/** Pages by number, of a size that Pepperjam chooses. */
const creatives = (
  name: string,
  pageOf: PageOf,
  recordsOf: (
    rows: readonly unknown[],
    notes: ListingNotes,
  ) => PepperjamRecord[] | Promise<PepperjamRecord[]>,
): AnyPart<PepperjamRecord> =>
  part<number, PepperjamRecord>({
    name,
    position: z.int(),
    first: 1,
    async page(page, notes) {
      const { rows, hasNext, total } = await pageOf(page);
      return {
        records: await recordsOf(rows, notes),
        next: hasNext ? page + 1 : null,
        identity: rows,
        total,
      };
    },
  });

function coupons(
  { settings }: PepperjamContext,
  api: PepperjamApi,
  tracked: Tracked,
  joined: ReadonlyMap<string, ProgrammeFacts>,
): AnyPart<PepperjamRecord> {
  const known = new Map<string, ReadonlySet<string>>();
  const suppressed = async (row: unknown, notes: ListingNotes): Promise<boolean> => {
    if (!settings.suppressedCodes) return false;
    const read = couponSchema.safeParse(row);
    const code = read.success ? realCode(read.data.coupon) : null;
    if (!read.success || code === null) return false;
    const { program_id: id } = read.data;
    const codes = known.get(id) ?? (await suppressedCodes(api, id, notes));
    known.set(id, codes);
    return codes.has(code.toUpperCase());
  };
  return creatives(
    "coupons",
    (page) => api.page("creative/coupon", page, tracked),
    async (rows, notes) => {
      const records: PepperjamRecord[] = [];
      for (const row of rows) {
        records.push({
          surface: "coupon",
          row,
          programme: joined.get(programmeOf(row)) ?? null,
          suppressed: await suppressed(row, notes),
        });
      }
      return records;
    },
  );
}

const ACTIVE = "1";

async function suppressedCodes(
  api: PepperjamApi,
  programId: string,
  notes: ListingNotes,
): Promise<ReadonlySet<string>> {
  try {
    const rows = await api.all("advertiser/suppressed-codes", { programId, status: ACTIVE });
    // A code that a brand forbids is not published on the word of a wrong answer.
    if (rows.some((row) => ![programId, ""].includes(programmeOf(row)))) {
      throw new FeedUnreadable(
        `Pepperjam answered another programme's suppressed codes for ${programId}: the next run tries again`,
      );
    }
    return new Set(
      rows.flatMap((row) => {
        const read = suppressedSchema.safeParse(row);
        return read.success ? [read.data.code.toUpperCase()] : [];
      }),
    );
  } catch (error) {
    if (!(error instanceof HttpStatusError) || ![404, 405].includes(error.status)) throw error;
    notes.fallShort(
      `suppressed codes cannot be asked for (HTTP ${error.status}); set suppressedCodes to false to do without`,
    );
    return new Set();
  }
}

const productPosition = z.object({ programme: z.int(), page: z.int() });

/** Programme by programme: `programIds` here, and not the `programId` of the other resources. */
function products(
  { settings }: PepperjamContext,
  api: PepperjamApi,
  joined: ReadonlyMap<string, ProgrammeFacts>,
): AnyPart<PepperjamRecord> {
  const wanted = settings.programIds.map(String);
  const ids = [...joined.keys()].filter((id) => wanted.length === 0 || wanted.includes(id)).toSorted();
  return part<z.output<typeof productPosition>, PepperjamRecord>({
    name: "products",
    position: productPosition,
    first: { programme: 0, page: 1 },
    async page({ programme, page }, notes) {
      const id = ids[programme];
      if (id === undefined) return { records: [], next: null };
      const { rows, hasNext, total } = await api.page("creative/product", page, { programIds: id });
      const listed = Number(notes.memory["products"] ?? 0) + rows.length;
      notes.memory["products"] = hasNext ? listed : 0;
      if (!hasNext && listed < (total ?? 0)) {
        notes.fallShort(`products of programme ${id}: Pepperjam counts ${total} and listed ${listed}`);
      }
      const following = programme + 1 < ids.length ? { programme: programme + 1, page: 1 } : null;
      return {
        records: rows.map((row) => ({ surface: "product", row, programme: joined.get(id) ?? null })),
        next: hasNext ? { programme, page: page + 1 } : following,
        identity: [id, rows],
      };
    },
  });
}
