import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildClient, bundleClient } from "../local/client/build.ts";
import { PROJECT_ROOT } from "../local/networks/folders.ts";

const run = promisify(execFile);
const tsc = join(PROJECT_ROOT, "node_modules/.bin/tsc");

/** A project of somebody else's that has installed the client and nothing more. */
let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "offerfeed-consumer-"));
  const installed = join(project, "node_modules/@offerfeed/client");
  await mkdir(installed, { recursive: true });
  await cp(join(PROJECT_ROOT, "client/package.json"), join(installed, "package.json"));
  await buildClient(join(installed, "dist"));
  await writeFile(join(project, "package.json"), '{ "type": "module" }');
});
afterAll(() => rm(project, { recursive: true, force: true }));

test("the bundle imports nothing and is small", async () => {
  const { metafile } = await bundleClient(join(project, "bundle.js"));
  const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith("bundle.js"))?.[1];
  expect(output?.imports).toEqual([]);
  const text = await readFile(join(project, "bundle.js"), "utf8");
  expect(text).not.toMatch(/["']node:|\brequire\(|\bprocess\.|\bBuffer\b/);
  process.stdout.write(`The client is ${text.length} bytes, ${gzipSync(text).length} compressed.\n`);
  expect(gzipSync(text).length).toBeLessThan(16_000);
});

const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
const browser = ["--lib", "es2024,dom,dom.iterable", "--module", "esnext", "--moduleResolution", "bundler"];

test("its types need no other package, and hold wrong calls back", async () => {
  const call = (filter: string) => `
    import { createOfferfeedClient, OffersDocument, type OffersQuery } from "@offerfeed/client";
    const offerfeed = createOfferfeedClient({ url: "http://127.0.0.1:4000/graphql" });
    export const answer: Promise<OffersQuery> = offerfeed.query(OffersDocument, { filter: ${filter} });
    for await (const { type, offer } of offerfeed.followChanges()) console.log(type, offer.title);`;
  await writeFile(join(project, "right.ts"), call(`{ kinds: ["COUPON"] }`));
  await writeFile(join(project, "wrong.ts"), call(`{ kinds: ["COUPONS"] }`));
  const check = (file: string) => run(tsc, [...strict, ...browser, "--types", "", file], { cwd: project });
  await check("right.ts");
  await expect(check("wrong.ts")).rejects.toMatchObject({
    stdout: expect.stringMatching(/^wrong\.ts.*COUPONS.*is not assignable/s),
  });
});

test("it runs where it is installed", async () => {
  await writeFile(
    join(project, "run.js"),
    `import { createOfferfeedClient } from "@offerfeed/client";
     const offerfeed = createOfferfeedClient({ url: "http://127.0.0.1:9/graphql", retries: 0 });
     console.log(await offerfeed.offer("x").catch(({ name, code }) => name + " " + code));`,
  );
  const { stdout } = await run(process.execPath, ["run.js"], { cwd: project });
  expect(stdout.trim()).toBe("OfferfeedError NETWORK_ERROR");
});

test("it has the feed's own version", async () => {
  const version = async (path: string) =>
    (JSON.parse(await readFile(join(PROJECT_ROOT, path), "utf8")) as { version: string }).version;
  expect(await version("client/package.json")).toBe(await version("package.json"));
});
