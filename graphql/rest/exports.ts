/** Files of offers, written page by page as they are read: in constant memory, and only as fast as the reader reads. */
import { pipeline, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip, gzipSync } from "node:zlib";
import type { ExportedOffer, ExportFormat } from "../../shared/export/format.ts";
import { type FormatName, formats } from "../../shared/export/formats.ts";
import { BASE_PATH, nextLink, type RestResponse } from "./answers.ts";
import type { FilterInput } from "./inputs.ts";
import { Problem } from "./problems.ts";
import type { RestRequest } from "./requests.ts";

/** What a host can send in one answer. */
export interface ExportBounds {
  readonly offers: number;
  /** After so many no further page is read; the last one comes on top. */
  readonly bytes: number;
  /** After so long too. */
  readonly ms: number;
}

/** A route's document, run with these variables. @throws Problem */
export type Run = (variables: Readonly<Record<string, unknown>>) => Promise<unknown>;

export interface Responding {
  readonly request: RestRequest;
  readonly query: unknown;
  readonly body: unknown;
  readonly run: Run;
  /** Null: an answer may be as long as it gets. */
  readonly bounds: ExportBounds | null;
}

export type Respond = (responding: Responding) => Promise<RestResponse>;

export interface ExportInput {
  /** A format's name, with `.gz` for a compressed file. */
  readonly format: FormatName | `${FormatName}.gz`;
  readonly filter: FilterInput;
  /** Goes on after the offer of this id. */
  readonly after: string | null;
  /** Offers in this answer at most; null: as many as there are. */
  readonly limit: number | null;
}

/**
 * A whole file; or a part of it, where a limit is given or the host has one, with the next part's address as `Link`. Parts
 * put together are the file.
 */
export async function exportOffers(
  input: ExportInput,
  { request, run, bounds }: Responding,
): Promise<RestResponse> {
  const format = formats[input.format.replace(/\.gz$/, "") as FormatName];
  const compression = compressionOf(input, request);
  const headers = {
    ...headersOf(format, input, compression),
    // Asked for before the first offer is read: whoever follows the changes from there misses none.
    ...(input.after === null ? { "changes-cursor": await changesCursor(run) } : {}),
  };
  const head = input.after === null ? format.head(addressOf(request)) : "";
  const pages = readPages(bounds === null ? paced(run) : run, input, bounds);
  if (input.limit !== null || bounds !== null) {
    const { text, next } = await part(format, head, pages);
    const link = next === null ? {} : { link: nextLink(request, "after", next) };
    return {
      status: 200,
      headers: { ...headers, ...link },
      body: compression === null ? text : gzipSync(text),
    };
  }
  // Before the answer begins: what is refused is refused with a status.
  const first = await pages.next();
  if (request.method === "HEAD") return { status: 200, headers, body: null };
  const parts = whole(format, head, first.done === true ? null : first.value, pages);
  return { status: 200, headers, body: compression === null ? parts : gzipped(parts) };
}

const PAGE = 200;
/** Where an answer has to fit somewhere it is filled in smaller steps. */
const BOUNDED_PAGE = 100;

interface Page {
  readonly nodes: readonly ExportedOffer[];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Pages until the list ends, or what was asked for is full. */
async function* readPages(
  run: Run,
  { filter, after, limit }: ExportInput,
  bounds: ExportBounds | null,
): AsyncGenerator<Page, void> {
  const most = Math.min(limit ?? Infinity, bounds?.offers ?? Infinity);
  const size = bounds === null ? PAGE : BOUNDED_PAGE;
  let last = after;
  let read = 0;
  let bytes = 0;
  const until = performance.now() + (bounds?.ms ?? Infinity);
  while (read < most && bytes < (bounds?.bytes ?? Infinity) && performance.now() < until) {
    const answer = await run({ filter, after: last, first: Math.min(size, most - read), offers: true });
    const page = (answer as { readonly offers: Page }).offers;
    yield page;
    if (!page.pageInfo.hasNextPage) return;
    read += page.nodes.length;
    bytes += bounds === null ? 0 : Buffer.byteLength(JSON.stringify(page.nodes));
    last = page.nodes.at(-1)?.id ?? last;
  }
}

/** Slows a file to what its caller may ask for, once it has begun: it is not cut off. */
function paced(run: Run): Run {
  let begun = false;
  return async (variables) => {
    for (;;) {
      try {
        const answer = await run(variables);
        begun = true;
        return answer;
      } catch (error) {
        if (!begun || !(error instanceof Problem) || error.status !== 429) throw error;
        await sleep(Number(error.headers["retry-after"]) * 1_000);
      }
    }
  };
}

async function changesCursor(run: Run): Promise<string> {
  const answer = await run({ filter: {}, after: null, first: 1, offers: false });
  return (answer as { readonly offerChanges: { readonly cursor: string } }).offerChanges.cursor;
}

async function part(
  format: ExportFormat,
  head: string,
  pages: AsyncIterable<Page>,
): Promise<{ readonly text: string; readonly next: string | null }> {
  const texts = [head];
  let next: string | null = null;
  for await (const { nodes, pageInfo } of pages) {
    texts.push(format.part(nodes));
    next = pageInfo.hasNextPage ? (nodes.at(-1)?.id ?? null) : null;
  }
  return { text: texts.join("") + (next === null ? format.foot : ""), next };
}

async function* whole(
  format: ExportFormat,
  head: string,
  first: Page | null,
  rest: AsyncIterable<Page>,
): AsyncGenerator<string, void> {
  yield head + format.part(first?.nodes ?? []);
  for await (const { nodes } of rest) yield format.part(nodes);
  yield format.foot;
}

/** FILE: a compressed file was asked for. ENCODING: the caller's library takes it apart unseen. */
type Compression = "FILE" | "ENCODING" | null;

function compressionOf({ format }: ExportInput, { headers }: RestRequest): Compression {
  if (format.endsWith(".gz")) return "FILE";
  const accepted = (headers["accept-encoding"] ?? "").split(",").map((coding) => coding.trim().toLowerCase());
  return accepted.some((coding) => /^(?:gzip|\*)(?:\s*;\s*q=(?!0(?:\.0*)?$).*)?$/.test(coding))
    ? "ENCODING"
    : null;
}

function gzipped(parts: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  // An error on either side ends the other, and the reader of the result is told of it.
  return pipeline(Readable.from(parts), createGzip(), () => undefined);
}

const headersOf = (
  { contentType, extension }: ExportFormat,
  { after }: ExportInput,
  compression: Compression,
): Record<string, string> => ({
  "content-type": compression === "FILE" ? "application/gzip" : contentType,
  ...(compression === "ENCODING" ? { "content-encoding": "gzip" } : {}),
  "content-disposition": `attachment; filename="offers${after === null ? "" : "-continued"}.${extension}${compression === "FILE" ? ".gz" : ""}"`,
  "cache-control": "no-store",
  vary: "Authorization, Accept-Encoding",
});

const addressOf = ({ headers, path }: RestRequest): string =>
  `${headers["x-forwarded-proto"] ?? "http"}://${headers["host"] ?? "localhost"}${BASE_PATH}${path}`;
