import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DynamoEngine, SOURCES_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import { runKey, runSortId } from "./items.ts";
import { sampleRun } from "./samples.fixture.ts";
import { SourceStore } from "./store.ts";

let engine: DynamoEngine;
let sources: SourceStore;
beforeAll(async () => {
  engine = await startDynamo();
  sources = new SourceStore(engine.documents, SOURCES_TABLE);
  for (const id of ["src:01", "other:02", "src:03", "src:04"]) {
    const [sourceId = ""] = id.split(":");
    const Item = {
      ...sampleRun({ id, sourceId }),
      legs: [0],
      ...runKey(id),
      kind: "RUN",
      sortId: runSortId(id),
    };
    await engine.documents.send(new PutCommand({ TableName: SOURCES_TABLE, Item }));
  }
});
afterAll(() => engine.stop());

test.each([
  ["all sources", undefined, ["src:04", "src:03", "other:02", "src:01"]],
  ["one source", "src", ["src:04", "src:03", "src:01"]],
])("runs of %s are listed on from the cursor of any of them", async (_, sourceId, ids) => {
  const { runs, cursors } = await sources.listRuns({ sourceId, first: 10, after: null });
  expect(runs.map(({ id }) => id)).toEqual(ids);
  for (const [place, after] of cursors.entries()) {
    const rest = await sources.listRuns({ sourceId, first: 10, after });
    expect(rest.runs.map(({ id }) => id)).toEqual(ids.slice(place + 1));
  }
  expect(cursors.length).toBe(ids.length);
});
