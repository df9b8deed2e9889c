import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { PROJECT_ROOT } from "./folders.ts";
import { generatedFiles } from "./generated.ts";
import { staleOf } from "./stale.fixture.ts";

let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  files = await generatedFiles();
});

const listing = async (folder: string): Promise<string[]> =>
  (await readdir(join(PROJECT_ROOT, folder))).map((name) => `${folder}/${name}`);

describe("what is written from the networks' folders", () => {
  test("is up to date: if not, run npm run generate", async () => {
    expect(await staleOf(files)).toEqual([]);
  });

  test("holds nothing of a network that is gone", async () => {
    const written = [...(await listing("functions/fetch")), ...(await listing("docs/networks"))];
    expect(written.filter((path) => !files.has(path))).toEqual(["functions/fetch/handler.ts"]);
  });
});
