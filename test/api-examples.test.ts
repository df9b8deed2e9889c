/** Every example of docs/api.md, taken from the page itself and run against a live API. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW, sign, startTestApi, type TestApi } from "../graphql/hosts/api.fixture.ts";
import { toOfferChange } from "../graphql/offer-view.ts";
import { publishOfferChanges } from "../graphql/publish.ts";
import { buildClient } from "../local/client/build.ts";
import { PROJECT_ROOT } from "../local/networks/folders.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";

const run = promisify(execFile);

interface Example {
  readonly title: string;
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a page, each with the heading that it stands under. */
function examplesOf(markdown: string): Example[] {
  let title = "";
  return [...markdown.matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, heading, language = "", code = ""]) => {
      title = heading ?? title;
      return heading === undefined ? [{ title, language, code }] : [];
    },
  );
}

const examples = examplesOf(await readFile(join(PROJECT_ROOT, "docs/api.md"), "utf8"));
const runnable = examples.filter(({ language }) => language !== "text");
const files = runnable.map(({ language, code }, place) => ({ name: `example-${place}.${language}`, code }));

let api: TestApi;
let folder: string;
let env: NodeJS.ProcessEnv;
let publishing: NodeJS.Timeout;

beforeAll(async () => {
  api = await startTestApi();
  api.role = "READER";
  await api.store(...["a", "b", "c"].map((sourceOfferId) => sampleRecord({ sourceOfferId })));
  const token = await api.issuer.issue({ name: "reader of the page", role: "ADMIN", seconds: 600 });
  env = { ...process.env, OFFERFEED_URL: api.server.url, OFFERFEED_TOKEN: token };
  await buildClient();
  // Inside the project, so that its packages are found; in a folder that nothing else looks into.
  await mkdir(join(PROJECT_ROOT, "coverage"), { recursive: true });
  folder = await mkdtemp(join(PROJECT_ROOT, "coverage/api-examples-"));
  for (const { name, code } of files) await writeFile(join(folder, name), code);
  let version = 1;
  publishing = setInterval(() => {
    const change = toOfferChange(
      sampleRecord({ sourceOfferId: "live", version: (version += 1) }),
      "UPDATED",
      NOW,
    );
    publishOfferChanges(api.server.url, [change], sign).catch((error: unknown) => api.errors.push(error));
  }, 100);
});
afterAll(async () => {
  clearInterval(publishing);
  await rm(folder, { recursive: true, force: true });
  await api.stop();
});

test("every example is of a kind that is run here", () => {
  expect(new Set(runnable.map(({ language }) => language))).toEqual(new Set(["bash", "js", "ts"]));
});

test.each(runnable.map((example, place) => ({ ...example, name: files[place]?.name ?? "" })))(
  "$title ($name)",
  async ({ language, name }) => {
    const command = language === "bash" ? "bash" : process.execPath;
    const { stdout, stderr } = await run(command, [join(folder, name)], {
      env,
      cwd: folder,
      timeout: 30_000,
    });
    expect(stderr).toBe("");
    expect(stdout).not.toBe("");
    if (language === "bash") expect(JSON.parse(stdout)).not.toHaveProperty("errors");
  },
);

test("the typed examples hold to their types", async () => {
  const strict = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
  ];
  const project = ["--target", "es2024", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
  const typed = files.filter(({ name }) => name.endsWith(".ts")).map(({ name }) => join(folder, name));
  const tsc = join(PROJECT_ROOT, "node_modules/.bin/tsc");
  const output = await run(tsc, [...strict, ...project, ...typed], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (error: { readonly stdout: string }) => error.stdout,
  );
  expect(output).toBe("");
});
