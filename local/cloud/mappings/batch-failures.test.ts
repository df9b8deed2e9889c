import { describe, expect, it } from "vitest";
import { batchResult } from "./batch-failures.ts";

const ids = new Set(["a", "b"]);
const failures = (...itemIdentifiers: unknown[]): string =>
  JSON.stringify({ batchItemFailures: itemIdentifiers.map((itemIdentifier) => ({ itemIdentifier })) });

describe("batchResult", () => {
  it.each(["null", "{}", '{"batchItemFailures":[]}', '{"batchItemFailures":null}', '"done"'])(
    "takes %s for success",
    (payload) => {
      expect(batchResult(payload, ids)).toEqual({ kind: "succeeded" });
    },
  );

  it("reads the items that failed", () => {
    expect(batchResult(failures("b"), ids)).toEqual({ kind: "partial", failed: new Set(["b"]) });
  });

  it.each([
    ["an empty identifier", failures("")],
    ["a null identifier", failures(null)],
    ["an unknown identifier", failures("a", "c")],
    ["an identifier under another key", '{"batchItemFailures":[{"id":"a"}]}'],
    ["something else than a list", '{"batchItemFailures":"a"}'],
  ])("fails the whole batch for %s", (_name, payload) => {
    expect(batchResult(payload, ids)).toMatchObject({ kind: "failed" });
  });
});
