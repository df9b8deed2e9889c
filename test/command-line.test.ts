/** The command line as a user types it: one clear line for a mistake, exit code 0 only for success. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../local/feed/local-template.ts";
import { definitions } from "../shared/networks/definitions.ts";
import { awinSandboxCredentials } from "../shared/networks/awin/sandbox/credentials.ts";
import { startAllSandboxes } from "../local/sandboxes/start.ts";
import type { Sandboxes } from "../shared/sandbox/server.ts";

let sandboxes: Sandboxes;
let directory: string;

beforeAll(async () => {
  sandboxes = await startAllSandboxes({ scale: 0.2 });
  directory = await mkdtemp(join(tmpdir(), "offerfeed-cli-"));
});
afterAll(async () => {
  await sandboxes.close();
  await rm(directory, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the commands look for a feed. */
let data = "data";

const commandLine = (...args: string[]): string[] => [
  join(PROJECT_ROOT, "bin/offers.js"),
  "--data",
  join(directory, data),
  ...args,
];

const offers = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      commandLine(...args),
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

async function file(name: string, content: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

const deals = (): Promise<string> =>
  file("feed.json", JSON.stringify({ preset: "rss", url: "https://feeds.example/deals.rss" }));

describe("offers fetch", () => {
  it("prints normalised offers of a network as JSON lines and stores nothing", async () => {
    const credentials = await file("awin.json", JSON.stringify(awinSandboxCredentials));
    const { code, stdout } = await offers(
      "fetch",
      "awin",
      "--credentials",
      credentials,
      "--origin",
      sandboxes.origin,
      "--limit",
      "20",
    );
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { sandbox: boolean; trackingUrl: string });
    expect([code, lines.length]).toEqual([0, 20]);
    expect(lines.every(({ sandbox, trackingUrl }) => sandbox && trackingUrl.startsWith("https://"))).toBe(
      true,
    );
  });

  it("names the field of a wrong credential, and never the credential", async () => {
    const wrong = { ...awinSandboxCredentials, accessToken: "wrong-token-8c1f" };
    const credentials = await file("wrong.json", JSON.stringify(wrong));
    const { code, stderr } = await offers(
      "fetch",
      "awin",
      "--credentials",
      credentials,
      "--origin",
      sandboxes.origin,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/accessToken/);
    expect(stderr).not.toContain("wrong-token-8c1f");
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [["fetch", "nowhere"], 'There is no network "nowhere". Known: amazon, avantlink, awin'],
    [["fetch", "awin"], "Credentials are missing"],
    [["fetch", "generic-feed", "--settings", "missing.json"], "cannot be read"],
    [["fetch", "generic-feed", "--origin", "not a url"], "is not a URL"],
    [["fetch", "generic-feed", "--limit", "many"], "whole number"],
    [["fetch", "generic-feed", "--bogus"], "unknown option"],
    [["nonsense"], "unknown command"],
  ])("answers %j with one clear line", async (args, message) => {
    const { code, stderr, stdout } = await offers(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe("");
  });

  it("says where a JSON file breaks without quoting it", async () => {
    const broken = await file("broken.json", '{ "accessToken": "s3cret-value" oops }');
    const { code, stderr } = await offers("fetch", "awin", "--credentials", broken);
    expect([code, stderr]).toEqual([1, expect.stringContaining("is not JSON at position")]);
    expect(stderr).not.toContain("s3cret-value");
  });
});

describe("offers networks", () => {
  it("lists credential fields, settings schema and maturity for machines", async () => {
    const { stdout } = await offers("networks", "--json");
    const networks = JSON.parse(stdout) as {
      id: string;
      maturity: string;
      settingsSchema: { type: string };
    }[];
    expect(networks.map(({ id }) => id)).toEqual(definitions.map(({ id }) => id));
    expect(networks.find(({ id }) => id === "awin")).toMatchObject({
      maturity: "CONTRACT",
      settingsSchema: { type: "object" },
    });
  });
});

describe("offers history", () => {
  it.each([
    [["history", "export", "--format", "parquet"], "name it with --out"],
    [["history", "export", "--json"], "name it with --out"],
    [["history", "export", "--from", "2026-02-30"], "It must be a day such as 2026-01-31"],
    [["history", "export", "--from", "2026-02-02", "--to", "2026-02-01"], "--from 2026-02-02 is after"],
    [["history", "query"], "missing required argument 'sql'"],
  ])("answers %j with one clear line", async (args, message) => {
    const { code, stderr, stdout } = await offers(...args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("a command without a running feed", () => {
  it("starts one for itself, does what it was asked, and leaves no process behind", async () => {
    const added = await offers(
      "sources",
      "add",
      "deals",
      "--network",
      "generic-feed",
      "--settings",
      await deals(),
      "--disabled",
      "--json",
    );
    expect(JSON.parse(added.stdout)).toMatchObject({ id: "deals", enabled: false, sandbox: false });
    const listed = await offers("sources", "--json");
    expect((JSON.parse(listed.stdout) as { id: string }[]).map(({ id }) => id)).toContain("deals");
    const unknown = await offers("sync", "nowhere");
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringContaining("There is no source nowhere"),
    ]);
  }, 120_000);
});

describe("a command on a running feed", () => {
  let running: ChildProcess;

  beforeAll(async () => {
    data = "running";
    running = spawn(process.execPath, commandLine("start", "--port", "0", "--no-sandboxes"), {
      env: { ...process.env, NETWORK_ORIGIN_OVERRIDE: sandboxes.origin },
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (!running.stdout) throw new Error("the feed has no output");
    // Read on to the end: a pipe that nobody reads any more would end the feed with its next line.
    const lines = createInterface({ input: running.stdout });
    await new Promise<void>((resolve) => {
      lines.on("line", (line) => line.startsWith("GraphQL:") && resolve());
    });
    await offers(
      "sources",
      "add",
      "deals",
      "--network",
      "generic-feed",
      "--settings",
      await deals(),
      "--disabled",
    );
  }, 120_000);
  afterAll(async () => {
    running.kill("SIGTERM");
    if (running.exitCode === null && running.signalCode === null) await once(running, "exit");
  }, 60_000);

  it("adds a webhook, and says in one line why a test of it failed", async () => {
    const added = await offers(
      "webhooks",
      "add",
      "http://127.0.0.1:1/",
      "--kind",
      "deal",
      "coupon",
      "--json",
    );
    const webhook = JSON.parse(added.stdout) as { id: string };
    expect(webhook).toMatchObject({
      filter: { kinds: ["DEAL", "COUPON"] },
      secret: expect.stringMatching(/^whsec_/),
    });
    const tested = await offers("webhooks", "test", webhook.id);
    expect([tested.code, tested.stderr]).toEqual([1, "offers: No answer: ECONNREFUSED.\n"]);
    const { stdout } = await offers("webhooks", "deliveries", webhook.id, "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ type: "PING", delivered: false, status: null }]);
  });

  it("does what it was asked, and says in one line what it cannot do", async () => {
    const noOffer = await offers("prices", "deals:1");
    expect([noOffer.code, noOffer.stderr]).toEqual([
      1,
      expect.stringContaining('There is no offer "deals:1".'),
    ]);
    const expired = await offers("expire", "--json");
    expect(JSON.parse(expired.stdout)).toMatchObject({ expired: 0, started: 0, finished: true });
    const counted = await offers("history", "query", "--json", "SELECT count(*) AS n FROM offer_history");
    expect(JSON.parse(counted.stdout)).toEqual([{ n: "0" }]);
    for (const format of ["jsonl", "csv", "parquet"]) {
      const out = join(directory, `history.${format}`);
      const exported = await offers("history", "export", "--format", format, "--out", out, "--json");
      expect(JSON.parse(exported.stdout)).toEqual({ versions: 0, file: out, format });
    }
    const unarchived = await offers("history", "export", "--source", "deals");
    expect([unarchived.code, unarchived.stderr]).toEqual([
      1,
      expect.stringContaining('The archive holds nothing of a source "deals". It holds: nothing.'),
    ]);
    const dry = await offers("rollback", "source", "deals", "--to", "2026-01-01T00:00:00Z");
    expect([dry.code, dry.stdout]).toEqual([
      0,
      "It would change 0 offers and remove 0 of 0. Do it with --apply.\n",
    ]);
    const ahead = await offers("rollback", "source", "deals", "--to", "2999-01-01T00:00:00Z", "--apply");
    expect([ahead.code, ahead.stderr]).toEqual([1, expect.stringContaining("lies ahead")]);
    const reconciled = await offers("reconcile", "--json");
    expect(JSON.parse(reconciled.stdout)).toMatchObject({ agrees: true });
  }, 120_000);

  it("tests a source: says what is wrong and what to do, and ends with 1", async () => {
    const credentials = await file(
      "wrong.json",
      JSON.stringify({ ...awinSandboxCredentials, accessToken: "s3cret-wrong" }),
    );
    await offers("sources", "add", "my-awin", "--network", "awin", "--credentials", credentials);
    const tested = await offers("test", "my-awin");
    expect([tested.code, tested.stdout]).toEqual([
      1,
      expect.stringMatching(/^my-awin: FAILED in \d+ ms\. Awin refused accessToken/),
    ]);
    const ill = await offers("health", "my-awin", "--stale-after", "48", "--json");
    expect([ill.code, JSON.parse(ill.stdout)]).toEqual([
      1,
      [expect.objectContaining({ sourceId: "my-awin", state: "FAILING", staleAfterSeconds: 172_800 })],
    ]);
    expect(tested.stdout + ill.stdout).not.toContain("s3cret-wrong");
  }, 120_000);

  it("tests a source: ends with 0 when all is well", async () => {
    const credentials = await file("right.json", JSON.stringify(awinSandboxCredentials));
    await offers("sources", "credentials", "my-awin", credentials);
    const tested = await offers("test", "my-awin", "--json");
    expect([tested.code, JSON.parse(tested.stdout)]).toEqual([
      0,
      expect.objectContaining({ sourceId: "my-awin", outcome: "PASSED", rejected: 0 }),
    ]);
    const well = await offers("health", "my-awin");
    expect([well.code, well.stdout]).toEqual([0, expect.stringContaining("my-awin: Its test passed")]);
  }, 120_000);

  it.each<[string[], string]>([
    [["health", "my-awin", "--stale-after", "soon"], 'Give a whole number, or "default".'],
    [["health", "--allow-partial"], "Limits are those of one source: name it"],
  ])("answers %j with what is to be given", async (args, message) => {
    const { code, stderr } = await offers(...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});
