/** From a declared decoder to the records, by what the content is. */
import { expect, test } from "vitest";
import { decodeFeed, decodePlan } from "./choose.ts";
import { bytePieces, everything } from "./reading.fixture.ts";
import { decoderSchema } from "./schema.ts";

async function read(decoder: object, text: string, fieldPath: string[] = []): Promise<unknown[]> {
  const plan = decodePlan(decoderSchema.parse(decoder));
  const bytes = bytePieces(Buffer.from(text));
  const { records } = await decodeFeed(bytes, plan, null, { fieldPath, wrapSingle: null });
  return (await everything(records)).records;
}

test.each([
  ["dots", "data.items"],
  ["keys", ["data", "items"]],
])("JSON items are found at their path, written with %s", async (_how, items_path) => {
  const text = '{"items":[{"id":"no"}],"data":{"items":[{"id":"1"},{"id":"2"}]}}';
  expect(await read({ type: "JsonItemsDecoder", items_path }, text)).toEqual([{ id: "1" }, { id: "2" }]);
});

test("a plain JSON decoder takes the selector's path", async () => {
  expect(await read({ type: "JsonDecoder" }, '{"rows":[{"id":"1"}]}', ["rows"])).toEqual([{ id: "1" }]);
});

test("what is not of the declared format is refused", async () => {
  await expect(read({ type: "JsonItemsDecoder", items_path: "a" }, "<html></html>")).rejects.toThrow(
    /HTML page/,
  );
});
