/** A partner's small API, listed by settings: for tests. */
import { afterEach } from "vitest";
import { type Listed, listed } from "../../../sandbox/listed.ts";
import type { Answer, SandboxRequest } from "../../../sandbox/sandbox.ts";
import { type Sandboxes, startSandboxes } from "../../../sandbox/server.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { adapter } from "../index.ts";

export const NOW = new Date("2026-11-20T12:00:30Z");
export const HOST = "api.partner.example";
export const URL_OF = `https://${HOST}/offers`;
export const MAP = { sourceOfferId: "id", title: "title", url: "link" };

/** A query parameter, as settings name it. */
export const at = (field_name: string) => ({ inject_into: "request_parameter", field_name });

export const paginator = (pagination_strategy: object, more: object = {}) => ({
  paginator: { type: "DefaultPaginator", pagination_strategy, ...more },
});

let servers: Sandboxes | null = null;
const stop = async (): Promise<void> => {
  await servers?.close();
  servers = null;
};
afterEach(stop);

export interface Given {
  readonly credentials?: object;
  readonly since?: Date;
  readonly cursor?: string | null;
  readonly hosts?: readonly string[];
  /** Ids that the ledger holds. */
  readonly known?: readonly string[];
}

/** Lists what the partner's server answers. Its records stand under `rows`, unless the settings say otherwise. */
export async function list(
  handle: (request: SandboxRequest) => Answer,
  settings: object,
  given: Given = {},
): Promise<Listed<FeedRecord>> {
  await stop();
  servers = await startSandboxes({ sandboxes: [{ hosts: given.hosts ?? [HOST], handle }], now: () => NOW });
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: given.credentials ?? {},
    settings: {
      url: URL_OF,
      map: MAP,
      record_selector: { extractor: { field_path: ["rows"] } },
      ...settings,
    },
    cursor: given.cursor ?? null,
    known: given.known ?? [],
    ...(given.since && { mode: "INCREMENTAL", since: given.since }),
  });
}

/** The queries of the last listing's requests. */
export const asked = (): URLSearchParams[] =>
  (servers?.exchanges ?? []).map(({ path }) => new URLSearchParams(path.split("?")[1]));

/** Their paths, with the queries. */
export const paths = (): string[] => (servers?.exchanges ?? []).map(({ path }) => path);

/** Offers `from` up to `to`, without it. */
export const rows = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, place) => ({
    id: from + place,
    title: `Offer ${from + place}`,
    link: `https://shop.example/${from + place}`,
  }));

export const ids = ({ offers }: Pick<Listed<FeedRecord>, "offers">): number[] =>
  offers.map(({ sourceOfferId }) => Number(sourceOfferId));

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, id) => id);
