/** What the tests of the Awin adapter share: a sandbox for each test, and listings from it. */
import { afterEach, beforeEach } from "vitest";
import { adapter as awin } from "./index.ts";
import type { AwinRecord } from "./records.ts";
import { sandbox } from "./sandbox/index.ts";
import { awinSandboxCredentials } from "./sandbox/credentials.ts";
import { listed, type Listed, type ListingRequest } from "../../sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";

export const NOW = new Date("2026-11-20T12:00:00Z");
export const PROMOTIONS = "/publisher/312345/promotions";
export const CLASSIC_FEED = /fid\/20101\//;

export const everything = { settings: { pull: ["programmes", "promotions", "products"] } };
export const promotionsOnly = { settings: { pull: ["promotions"], upcoming: false, programmeTerms: 0 } };
export const productsOnly = { settings: { pull: ["products"] } };

let running: Sandboxes | null = null;

/** The sandbox of this test. */
export function sandboxes(): Sandboxes {
  if (!running) throw new Error("useSandboxes() starts one for each test");
  return running;
}

export function useSandboxes(): void {
  beforeEach(restart);
  afterEach(async () => {
    await running?.close();
    running = null;
  });
}

/** A fresh sandbox has its whole quota again. */
export async function restart(): Promise<void> {
  await running?.close();
  running = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
}

export interface Given extends Partial<Pick<ListingRequest, "cursor" | "mode" | "since" | "signal">> {
  readonly settings?: object;
  readonly credentials?: object;
}

export const list = ({ settings, credentials, ...given }: Given = {}): Promise<Listed<AwinRecord>> =>
  listed(awin, {
    origin: sandboxes().origin,
    now: NOW,
    credentials: { ...awinSandboxCredentials, ...credentials },
    settings: { programmeTerms: 3, ...settings },
    ...given,
  });

export const idsOf = ({ offers }: Listed<AwinRecord>): string[] =>
  offers.map(({ sourceOfferId }) => sourceOfferId);

export const callsTo = (path: string): number =>
  sandboxes().exchanges.filter((exchange) => exchange.path === path).length;
