/** `paginator`: how the page after a page is found. */
import * as z from "zod";
import { nearestProblem, strict } from "../../../settings/strict.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { FeedUnreadable } from "../../adapter.ts";
import { compilePath } from "../map/path.ts";
import { compileCondition, compileTemplate, templateProblem } from "../template/template.ts";
import { requestOptionSchema, requestPathSchema } from "./request-option.ts";

const ROOTS = ["response", "headers", "last_record", "config", "stream_partition"];

const pageTemplate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ROOTS);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});
const pageCondition = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ROOTS, compileCondition);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const pageSize = z.int().positive().max(100_000);
const first = z.boolean().optional().describe("Whether the first request says it too. Default true.");

const strategySchema = z.discriminatedUnion("type", [
  strict({
    type: z.literal("PageIncrement"),
    start_from_page: z.int().min(0).optional().describe("Default 1."),
    page_size: pageSize.optional(),
    inject_on_first_request: first,
  }),
  strict({
    type: z.literal("OffsetIncrement"),
    page_size: pageSize,
    start_offset: z.int().min(0).optional().describe("Default 0."),
    inject_on_first_request: first,
  }),
  strict({
    type: z.literal("CursorPagination"),
    cursor_value: pageTemplate.describe("Where the next page's token is, such as {{ response.cursor }}."),
    stop_condition: pageCondition
      .optional()
      .describe("True: this was the last page. Default: no token came."),
    page_size: pageSize.optional(),
  }),
  strict({
    type: z.literal("LinkPagination"),
    link_path: z.array(z.string()).min(1).optional().describe("The next address in the body."),
    link_rel: z.string().min(1).optional().describe("Its rel in the Link header. Default next."),
    link_header: z.string().min(1).optional().describe("A header that holds nothing but the next address."),
    base: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("What relative addresses are resolved against. Default: the request's own address."),
  }),
]);

const place = strict({
  path: z.array(z.string()).min(1).optional(),
  header: z.string().min(1).optional(),
}).refine(({ path, header }) => (path === undefined) !== (header === undefined), "needs path or header");
const STOPS = ["short_page", "empty_page", "total_pages", "total_records", "has_more"];
const stopSchema = z.union(
  [
    z.enum(["short_page", "empty_page"]),
    strict({ total_pages: place }),
    strict({ total_records: place }),
    strict({ has_more: strict({ path: z.array(z.string()).min(1) }) }),
  ],
  {
    error: (issue) => {
      const told = typeof issue.input === "string" ? issue.input : Object.keys(Object(issue.input))[0];
      return told !== undefined && STOPS.includes(told)
        ? nearestProblem(issue)
        : `needs one of ${STOPS.join(", ")}`;
    },
  },
);

export const paginatorSchema = z.discriminatedUnion("type", [
  strict({ type: z.literal("NoPagination") }),
  strict({
    type: z.literal("DefaultPaginator"),
    pagination_strategy: strategySchema,
    page_token_option: z
      .union([requestOptionSchema, requestPathSchema], { error: nearestProblem })
      .optional()
      .describe(
        "Where the page's number, offset or token goes. LinkPagination needs none, nor does a requester that reads next_page_token.",
      ),
    page_size_option: requestOptionSchema.optional().describe("Where page_size goes."),
    stop_when: z
      .array(stopSchema)
      .min(1)
      .optional()
      .describe("Any of them ends the walk. Default short_page (fewer rows than page_size) and empty_page."),
    max_pages: z.int().positive().max(10_000).optional().describe("Default 1,000."),
  }),
]);
export type Paginator = z.output<typeof paginatorSchema>;
type Default = Extract<Paginator, { type: "DefaultPaginator" }>;

export type PageToken = string | number;

/** What came, for finding what comes next. */
export interface ArrivedPage {
  /** The token that this page was asked for by; null for a first page without one. */
  readonly token: PageToken | null;
  /** Pages of this walk before it. */
  readonly page: number;
  /** Rows on it, before anything is filtered. */
  readonly count: number;
  /** Rows of this walk with it. */
  readonly rows: number;
  readonly url: string;
  readonly response: unknown;
  readonly headers: Headers;
  readonly lastRecord: FeedRecord | null;
  readonly config: Readonly<Record<string, string>>;
  readonly partition: Readonly<Record<string, unknown>>;
}

export interface NextPage {
  readonly next: PageToken | null;
  /** How many rows there are in all, where the settings say where that stands. */
  readonly total: number | null;
}

/** The token of a first page. */
export function firstToken(paginator: Paginator | undefined): PageToken | null {
  if (paginator?.type !== "DefaultPaginator") return null;
  const strategy = paginator.pagination_strategy;
  switch (strategy.type) {
    case "PageIncrement":
      return strategy.start_from_page ?? 1;
    case "OffsetIncrement":
      return strategy.start_offset ?? 0;
    default:
      return null;
  }
}

/** False: a first page is asked for without its number. */
export const saysToken = (paginator: Default, page: number): boolean =>
  page > 0 ||
  !("inject_on_first_request" in paginator.pagination_strategy) ||
  paginator.pagination_strategy.inject_on_first_request !== false;

export const pageSizeOf = (paginator: Default): number | null =>
  ("page_size" in paginator.pagination_strategy ? paginator.pagination_strategy.page_size : undefined) ??
  null;

/** @throws FeedUnreadable when a total or a token is not where the settings say */
export function nextPage(paginator: Paginator | undefined, arrived: ArrivedPage): NextPage {
  if (paginator?.type !== "DefaultPaginator") return { next: null, total: null };
  const stops = paginator.stop_when ?? ["short_page", "empty_page"];
  let total: number | null = null;
  let isLast = false;
  for (const stop of stops) {
    if (stop === "empty_page") isLast ||= arrived.count === 0;
    else if (stop === "short_page") {
      const size = pageSizeOf(paginator);
      isLast ||= size !== null && arrived.count < size;
    } else if ("total_pages" in stop) isLast ||= arrived.page + 1 >= numberAt(stop.total_pages, arrived);
    else if ("total_records" in stop) {
      total = numberAt(stop.total_records, arrived);
      isLast ||= arrived.rows >= total;
    } else
      isLast ||= !["true", "1"].includes(String(compilePath(stop.has_more.path.join("."))(arrived.response)));
  }
  return { next: isLast ? null : tokenAfter(paginator, arrived), total };
}

function numberAt({ path, header }: z.output<typeof place>, { response, headers }: ArrivedPage): number {
  const value = header === undefined ? at(response, path ?? []) : headers.get(header);
  const count = typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
  if (Number.isFinite(count)) return count;
  throw new FeedUnreadable(
    `the answer holds no number at ${header ?? (path ?? []).join(".")}: see stop_when`,
  );
}

/** Keys may hold dots and marks ("@nextpageuri"), so each is taken as it is. */
const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null ? (inside as Record<string, unknown>)[key] : undefined,
    value,
  );

function tokenAfter({ pagination_strategy: strategy }: Default, arrived: ArrivedPage): PageToken | null {
  switch (strategy.type) {
    case "PageIncrement":
      return Number(arrived.token ?? 0) + 1;
    case "OffsetIncrement":
      return Number(arrived.token ?? 0) + strategy.page_size;
    case "CursorPagination": {
      const context = {
        response: arrived.response,
        headers: Object.fromEntries(arrived.headers),
        last_record: arrived.lastRecord,
        config: arrived.config,
        stream_partition: arrived.partition,
      };
      if (strategy.stop_condition && compileCondition(strategy.stop_condition, ROOTS)(context)) return null;
      const token = compileTemplate(strategy.cursor_value, ROOTS)(context);
      return token === null || token === "" ? null : token;
    }
    case "LinkPagination":
      return linkAfter(strategy, arrived);
  }
}

type Link = Extract<Default["pagination_strategy"], { type: "LinkPagination" }>;

function linkAfter(
  { link_path, link_rel = "next", link_header, base }: Link,
  arrived: ArrivedPage,
): string | null {
  const found =
    link_path !== undefined
      ? at(arrived.response, link_path)
      : link_header !== undefined
        ? arrived.headers.get(link_header)
        : linkOf(arrived.headers.get("link") ?? "", link_rel);
  if (typeof found !== "string" || found.trim() === "") return null;
  // As `checkedNext` has it, before `base` could be taken for the other half of a host.
  const address = URL.parse(found.trim().replace(/^\/\/+/, "/"), base ?? arrived.url);
  if (address !== null) return address.href;
  throw new FeedUnreadable(`the next page's address cannot be read: “${found.slice(0, 100)}”`);
}

/** RFC 8288: `<https://…>; rel="next", <…>; rel="last"`. */
function linkOf(header: string, rel: string): string | null {
  for (const [, url, parameters = ""] of header.matchAll(/<([^>]*)>([^,]*)/g)) {
    const rels = /\brel="?([^";]+)"?/i.exec(parameters)?.[1]?.split(/\s+/) ?? [];
    if (url !== undefined && rels.includes(rel)) return url;
  }
  return null;
}
