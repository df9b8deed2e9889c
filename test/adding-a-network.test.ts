/** The walk of docs/adding-a-network.md, taken as it is written: its files, in a copy of the project, generated and tested. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generatedFiles } from "../local/networks/generated.ts";
import { PROJECT_ROOT } from "../local/networks/folders.ts";

const run = promisify(execFile);
const COPIED = [
  "bench",
  "cdk",
  "functions",
  "graphql",
  "shared",
  "local",
  "test",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  "README.md",
  ".prettierrc.json",
];
/** "`path`", a blank line, and a fenced block. */
const FILE = /^`(shared\/networks\/petwell\/[^`]+)`\n\n(`{3,})\w+\n([\s\S]*?)\n\2$/gm;

let root: string;
let written: string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "offerfeed-walk-"));
  for (const name of COPIED) await cp(join(PROJECT_ROOT, name), join(root, name), { recursive: true });
  await symlink(join(PROJECT_ROOT, "node_modules"), join(root, "node_modules"));
  const page = await readFile(join(PROJECT_ROOT, "docs/adding-a-network.md"), "utf8");
  written = [];
  for (const [, path = "", , content = ""] of page.matchAll(FILE)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${content}\n`);
    written.push(path.slice("shared/networks/petwell/".length));
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("the network of the walk", () => {
  test("has every file that a network needs", () => {
    expect(written.toSorted()).toEqual([
      "contract.test.ts",
      "definition.ts",
      "guide.md",
      "index.ts",
      "mapping.test.ts",
      "sandbox/index.ts",
    ]);
  });

  test("keeps the contract", async () => {
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const { stdout } = await run(
      process.execPath,
      [vitest, "run", "--root", root, "shared/networks/petwell"],
      {
        cwd: root,
        env: { ...process.env, NO_COLOR: "1" },
      },
    );
    expect(stdout).toMatch(/Tests {2}\d+ passed/);
    expect(stdout).not.toContain("failed");
  }, 120_000);

  test("is named everywhere once the project's files are generated", async () => {
    const files = await generatedFiles(root);
    expect(files.get("cdk/networks.ts")).toContain('"petwell"');
    expect(files.get("functions/fetch/petwell.ts")).toContain("networks/petwell/index.ts");
    expect(files.get("docs/networks/petwell.md")).toMatch(
      /Account > API: “Publisher key”[\s\S]*No field is withheld/,
    );
    expect(files.get("README.md")).toContain("docs/networks/petwell.md");
  });

  test("passes the type checker", async () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", root], { cwd: root }).catch(
      (failed: { stdout: string }) => failed,
    );
    expect(stdout).toBe("");
  }, 120_000);
});
