import { expect, test } from "vitest";
import * as z from "zod";
import { closest, strict } from "./strict.ts";

test.each([
  ["feild_path", "field_path"],
  ["fieldPath", "field_path"],
  ["tracking_url", "trackingUrl"],
  ["titel", "title"],
  ["colour", null],
])("the name meant by %s is %s", (word, meant) => {
  expect(closest(word, ["field_path", "trackingUrl", "title"])).toBe(meant);
});

test("an unknown key is named, with the one that was meant or those there are", () => {
  const schema = strict({ title: z.string().optional(), price: z.string().optional() });
  expect(schema.safeParse({ titel: "x" }).error?.issues[0]?.message).toBe(
    'unknown key "titel": did you mean "title"?',
  );
  expect(schema.safeParse({ colour: "x" }).error?.issues[0]?.message).toBe(
    'unknown key "colour": known here: title, price',
  );
});
