import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, test } from "vitest";
import * as z from "zod";
import { synthesized } from "./template.fixture.ts";

const PROJECT_ROOT = join(import.meta.dirname, "..");

test("AWS's security checks find nothing that has not been acknowledged with its reason", async () => {
  await expect(synthesized({ plugins: [new AwsSolutionsChecks()] })).resolves.toBeDefined();
});

test("every feature flag that CDK recommends is set as it recommends", async () => {
  const { context } = await jsonObject(join(PROJECT_ROOT, "cdk.json"));
  const recommended = await jsonObject(
    join(PROJECT_ROOT, "node_modules/aws-cdk-lib/recommended-feature-flags.json"),
  );
  expect(context).toMatchObject(recommended);
});

async function jsonObject(path: string): Promise<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, "utf8")));
}
