import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { PROJECT_ROOT } from "../networks/folders.ts";
import { generatedClient } from "./generated.ts";
import { staleOf } from "../networks/stale.fixture.ts";

let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  files = await generatedClient();
});

describe("what is written from the schema and the client's operations", () => {
  test("is up to date: if not, run npm run generate", async () => {
    expect(await staleOf(files)).toEqual([]);
  });

  test("holds nothing else", async () => {
    const folder = "client/generated";
    const there = (await readdir(join(PROJECT_ROOT, folder))).map((name) => `${folder}/${name}`);
    expect(there.toSorted()).toEqual([...files.keys()].toSorted());
  });
});
