/** `offers fetch`, which is also how an admin tries a source: the same for every network. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROJECT_ROOT } from "../local/feed/local-template.ts";
import { networkSandboxes } from "../local/sandboxes/registry.ts";
import { startAllSandboxes } from "../local/sandboxes/start.ts";
import { definitions } from "../shared/networks/definitions.ts";
import type { Sandboxes } from "../shared/sandbox/server.ts";

let sandboxes: Sandboxes;
let directory: string;

beforeAll(async () => {
  [sandboxes, directory] = await Promise.all([
    startAllSandboxes(),
    mkdtemp(join(tmpdir(), "offerfeed-networks-")),
  ]);
});
afterAll(async () => {
  await sandboxes.close();
  await rm(directory, { recursive: true, force: true });
});

const offers = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(PROJECT_ROOT, "bin/offers.js"), ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

async function file(name: string, content: unknown): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, JSON.stringify(content));
  return path;
}

const alive = definitions.filter(({ retired, entered }) => !retired && !entered).map(({ id }) => id);
const sources = networkSandboxes.flatMap((network) => network.sources);

describe.each(alive)("offers fetch %s", (id) => {
  const source = sources.find(({ networkId }) => networkId === id);
  const asked = async (credentials: unknown): Promise<string[]> => [
    "fetch",
    id,
    "--credentials",
    await file(`${id}.json`, credentials),
    "--settings",
    await file(`${id}.settings.json`, source?.settings),
    "--origin",
    sandboxes.origin,
    "--limit",
    "5",
  ];

  test("prints normalised offers as JSON lines", async () => {
    const { code, stdout, stderr } = await offers(...(await asked(source?.credentials ?? {})));
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([code, lines.length, stderr.includes("5 offers")]).toEqual([0, 5, true]);
    for (const line of lines) {
      expect(line).toMatchObject({ networkId: id, sandbox: true });
      expect(line["title"]).not.toBe("");
      expect(line["trackingUrl"]).toMatch(/^https?:\/\//);
    }
  });

  const secret = definitions
    .find((definition) => definition.id === id)
    ?.credentialFields.find((field) => field.secret && field.required);

  test.runIf(secret)("without a credential says which, in one line and without a stack", async () => {
    const { [secret?.name ?? ""]: _, ...rest } = source?.credentials ?? {};
    const { code, stdout, stderr } = await offers(...(await asked(rest)));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(secret?.name);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test("a network that has closed says what to do instead", async () => {
  const { code, stderr } = await offers("fetch", "shareasale");
  expect(code).toBe(1);
  expect(stderr).toMatch(/closed on 6 October 2025.*add an Awin source/);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("offers networks --capabilities lists every network", async () => {
  const { stdout } = await offers("networks", "--capabilities");
  for (const { id } of definitions) expect(stdout).toContain(` ${id} `);
});
