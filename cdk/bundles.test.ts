import { beforeAll, describe, expect, test } from "vitest";
import { bundleAll, type Bundle, bundleLimit } from "./bundles.ts";
import { networkIds } from "./networks.ts";
import { synthesized, SynthesizedTemplate } from "./template.fixture.ts";

const functions = [
  ...networkIds.map((id) => `fetch/${id}`),
  "upsert-offers",
  "publish-changes",
  "project-offers",
  "publish-runs",
  "continue-runs",
  "sweep-runs",
  "expire-offers",
  "check-sources",
  "deliver-webhooks",
  "read-api",
  "control-api",
  "authorize",
  "rest-api",
];

/** What lies beside a function's code. */
const FILES: Readonly<Record<string, readonly string[]>> = { "rest-api": ["schema.graphql"] };

let deployed: SynthesizedTemplate;
let bundles: ReadonlyMap<string, Bundle>;

beforeAll(async () => {
  const bundled = await bundleAll();
  deployed = new SynthesizedTemplate(bundled.template);
  bundles = bundled.bundles;
}, 300_000);

test("what is deployed and what runs locally are the same template, but for the functions' code", async () => {
  expect(withoutCode(deployed)).toEqual(withoutCode(await synthesized()));
});

test("every function has a bundle of its own", () => {
  expect([...bundles.keys()].toSorted()).toEqual(functions.toSorted());
});

describe.each(functions)("the bundle of %s", (name) => {
  const bundle = (): Bundle => {
    const found = bundles.get(name);
    if (found === undefined) throw new Error(`No bundle of ${name}`);
    return found;
  };

  test("is small enough for a quick cold start", () => {
    expect(bundle().bytes).toBeLessThan(bundleLimit(name));
  });

  test("is one ES module with its source map", () => {
    expect(bundle().files).toEqual(["index.meta.json", "index.mjs", "index.mjs.map", ...(FILES[name] ?? [])]);
  });

  test("asks for nothing that it does not hold", () => {
    // pg looks for its native twin only when told to.
    expect(bundle().missing.filter((name) => name !== "pg-native")).toEqual([]);
  });

  test("holds nothing of CDK, of the local cloud, or of the SDK's version 2", () => {
    expect(
      bundle().inputs.filter((path) => /(^|\/)(aws-cdk-lib|aws-sdk)\/|^local\/|^cdk\//.test(path)),
    ).toEqual([]);
  });
});

test.each(["publish-changes", "deliver-webhooks"])(
  "%s, which asks the API, holds no client of the database",
  (name) => {
    const inputs = bundles.get(name)?.inputs ?? [];
    expect(inputs).toContain("graphql/api-call.ts");
    expect(inputs.filter((path) => /node_modules\/(pg|kysely|graphql)\//.test(path))).toEqual([]);
  },
);

describe.each(networkIds)("the fetch function of %s", (network) => {
  test("holds its own adapter and no other", () => {
    const { inputs } = bundles.get(`fetch/${network}`) ?? { inputs: [] };
    const adapters = new Set(
      inputs
        .map((path) => /^shared\/networks\/([^/]+)\//.exec(path)?.[1])
        .filter((folder) => folder !== undefined),
    );
    expect(adapters).toContain(network);
    expect(networkIds.filter((id) => adapters.has(id))).toEqual([network]);
  });
});

function withoutCode(stack: SynthesizedTemplate) {
  return Object.entries(stack.resources).map(([id, resource]) => {
    const { Code: _code, ...properties } = resource.Properties;
    return { id, ...resource, Properties: properties };
  });
}
