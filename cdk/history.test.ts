import { beforeAll, describe, expect, test } from "vitest";
import { HISTORY_SQL } from "../shared/archive/table.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

interface TableInput {
  readonly Name: string;
  readonly TableType: string;
  readonly Parameters: Record<string, unknown>;
  readonly PartitionKeys: { Name: string; Type: string }[];
  readonly StorageDescriptor: {
    readonly Location?: unknown;
    readonly Columns: { Name: string; Type: string }[];
    readonly SerdeInfo: { readonly SerializationLibrary?: string };
  };
  readonly ViewOriginalText?: string;
}

let stack: SynthesizedTemplate;
beforeAll(async () => {
  stack = await synthesized();
});

function tableInput(name: string): TableInput {
  const inputs = stack
    .ofType("AWS::Glue::Table")
    .map(([, { Properties }]) => Properties["TableInput"] as TableInput);
  const found = inputs.find((input) => input.Name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

describe("the table of stored versions", () => {
  test("lies where publish-changes writes, its partitions computed from the query: no crawler", () => {
    const [bucket] = stack.ofType("AWS::S3::Bucket");
    const { Parameters, PartitionKeys, StorageDescriptor } = tableInput("offer_versions");
    const under = (path: string) => ({ "Fn::Join": ["", ["s3://", { Ref: bucket?.[0] }, path]] });
    expect(Parameters).toEqual({
      classification: "json",
      "projection.enabled": "true",
      "projection.source.type": "injected",
      "projection.date.type": "date",
      "projection.date.format": "yyyy-MM-dd",
      "projection.date.range": "2026-01-01,NOW",
      "storage.location.template": under("/offers/source=${source}/date=${date}/"),
    });
    expect(PartitionKeys.map(({ Name }) => Name)).toEqual(["source", "date"]);
    expect(StorageDescriptor.Location).toEqual(under("/offers/"));
    expect(stack.ofType("AWS::Glue::Crawler")).toEqual([]);
  });

  test("has every field of a version as a column, in lower case as Hive knows no other", () => {
    const { Columns, SerdeInfo } = tableInput("offer_versions").StorageDescriptor;
    expect(Columns.map(({ Name }) => Name).toSorted()).toEqual(
      [...Object.keys(sampleRecord()), "editorial"].map((name) => name.toLowerCase()).toSorted(),
    );
    const content = Columns.find(({ Name }) => Name === "content")?.Type;
    expect(content).toContain("price:struct<amount:string,currency:string>");
    expect(content).toContain("images:array<string>");
    expect(content).not.toMatch(/[A-Z]/);
    expect(SerdeInfo.SerializationLibrary).toBe("org.apache.hive.hcatalog.data.JsonSerDe");
  });
});

test("the view reads each version once, by the SQL that runs locally too", () => {
  const { ViewOriginalText, TableType, Parameters } = tableInput("offer_history");
  expect([TableType, Parameters["presto_view"]]).toEqual(["VIRTUAL_VIEW", "true"]);
  const encoded = /^\/\* Presto View: (\S+) \*\/$/.exec(ViewOriginalText ?? "")?.[1] ?? "";
  const view = JSON.parse(Buffer.from(encoded, "base64").toString()) as {
    originalSql: string;
    schema: string;
    columns: { name: string; type: string }[];
  };
  expect([view.originalSql, view.schema]).toEqual([HISTORY_SQL, "offerfeed_test"]);
  expect(view.columns).toContainEqual({ name: "changedfields", type: "array(varchar)" });
  expect(view.columns.slice(-2)).toEqual([
    { name: "source", type: "varchar" },
    { name: "date", type: "varchar" },
  ]);
});

test("queries run in a workgroup that encrypts their answers and stops before they cost more than a dollar", () => {
  const [workGroup] = stack.ofType("AWS::Athena::WorkGroup");
  expect(workGroup?.[1].Properties).toMatchObject({
    Name: "offerfeed-test-history",
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 200_000_000_000,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: "SSE_S3" } },
    },
  });
  const queries = stack.ofType("AWS::Athena::NamedQuery").map(([, { Properties }]) => Properties["Name"]);
  expect(queries).toEqual([
    "offerfeed-test-price-history",
    "offerfeed-test-commission-cuts",
    "offerfeed-test-changes-a-day",
  ]);
});
