/** Tokens and pages of Skimlinks, against the sandbox. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: sandbox.sources[0]?.credentials,
    settings,
  });
};
const tokensAsked = () =>
  servers.exchanges.filter(({ host }) => host === "authentication.skimapis.com").length;

test("one token serves a whole listing", async () => {
  const { offers } = await list();
  expect([tokensAsked(), offers.length > 400]).toEqual([1, true]);
});

test("a token that is refused before its time is asked for anew, once", async () => {
  const { end } = await list({}, { kind: "status", status: 401, path: "/v4/", times: 1 });
  expect([tokensAsked(), end.coverage]).toEqual([2, "COMPLETE"]);
});

test("offers and merchants are asked for in an order that does not move", async () => {
  await list({ pull: ["offers", "merchants"], country: "GB", favouritesOnly: true });
  const asked = servers.exchanges.filter(({ path }) => path.startsWith("/v4/")).map(({ path }) => path);
  expect(asked[0]).toMatch(
    /period=not_expired&sort_by=id&sort_dir=asc.*country=GB.*favourite_type=favourite/,
  );
  expect(asked.at(-1)).toMatch(/publisher_domain_id=1795001&sort_by=name/);
});

test("a page that says there is more and holds nothing is the last", async () => {
  const body = JSON.stringify({ has_more: true, num_returned: 0, offers: [] });
  const { end } = await list({}, { kind: "status", status: 200, body, path: /offset=200/ });
  expect(end.coverage).toBe("COMPLETE");
});
