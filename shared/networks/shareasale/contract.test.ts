/** What somebody who asks for ShareASale is told, and that nothing is sent to it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { parseCredentials, parseSettings } from "../../sync/inputs.ts";
import { describeNetwork } from "../catalogue.ts";
import { NetworkRetired } from "../adapter.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const OLD_SETTINGS = { affiliateId: "998877", version: "2.3" };

let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()] });
});
afterEach(() => servers.close());

const run = () =>
  listed(adapter, { origin: servers.origin, now: new Date(), credentials: {}, settings: OLD_SETTINGS });

describe("a source of ShareASale", () => {
  test("ends with what happened and what to do", async () => {
    await expect(run()).rejects.toThrow(NetworkRetired);
    await expect(run()).rejects.toThrow(/closed on 6 October 2025.*Awin.*ui\.awin\.com\/awin-api/s);
  });

  test("makes no request", async () => {
    await run().catch(() => undefined);
    expect(servers.exchanges).toEqual([]);
  });

  test("keeps the settings of its former life, and takes no credential", () => {
    expect(parseSettings(adapter, OLD_SETTINGS, "old")).toEqual(OLD_SETTINGS);
    expect(() => parseCredentials(adapter, { apiToken: "0123456789abcdef" }, "old")).toThrow(/apiToken/);
  });
});

test("the network is listed as closed, with its successor", () => {
  expect(describeNetwork(adapter).retired).toMatchObject({ at: "2025-10-06", replacedBy: "awin" });
});
