import { afterAll, beforeAll, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

let servers: Sandboxes;
beforeAll(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()] });
});
afterAll(() => servers.close());

test("a listing asks nobody, holds nothing, and may not remove what editors entered", async () => {
  const found = await listed(adapter, {
    origin: servers.origin,
    now: new Date(),
    credentials: {},
    settings: {},
  });
  expect([found.offers, found.end.coverage, servers.exchanges]).toEqual([[], "STALE", []]);
});
