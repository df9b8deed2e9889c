import { describe, expect, test } from "vitest";
import { compileTransformations, type Transformation } from "./transformations.ts";

const changed = (record: Record<string, never> | object, ...transformations: Transformation[]) =>
  compileTransformations(transformations, { site: "de" })?.(record as never);

describe("transformations", () => {
  test("add fields that templates fill, and none where a value is missing", () => {
    expect(
      changed(
        { a: "1", price: { amount: "2" } },
        {
          type: "AddFields",
          fields: [
            { path: ["window"], value: "{{ record.a }}/{{ config['site'] }}" },
            { path: ["price", "currency"], value: "EUR" },
            { path: ["none"], value: "{{ record.b }}" },
          ],
        },
      ),
    ).toEqual({ a: "1", window: "1/de", price: { amount: "2", currency: "EUR" } });
  });

  test("remove fields, deep ones too", () => {
    expect(
      changed(
        { a: "1", b: { c: "2", d: "3" } },
        { type: "RemoveFields", field_pointers: [["a"], ["b", "c"], ["x", "y"]] },
      ),
    ).toEqual({ b: { d: "3" } });
  });

  test("flatten whole records, with their lists or without", () => {
    const record = { a: { b: "1", list: ["x", "y"] } };
    expect(changed(record, { type: "FlattenFields" })).toEqual({
      "a.b": "1",
      "a.list.0": "x",
      "a.list.1": "y",
    });
    expect(changed(record, { type: "FlattenFields", flatten_lists: false })).toEqual({
      "a.b": "1",
      "a.list": ["x", "y"],
    });
  });

  test("lift the fields of one object", () => {
    expect(
      changed(
        { id: "1", data: { title: "T" } },
        { type: "DpathFlattenFields", field_path: ["data"], delete_origin_value: true },
      ),
    ).toEqual({ id: "1", title: "T" });
  });

  test("happen in the order of the settings", () => {
    expect(
      changed(
        { "Image Link": "x" },
        { type: "KeysToSnakeCase" },
        { type: "AddFields", fields: [{ path: ["copy"], value: "{{ record.image_link }}" }] },
      ),
    ).toEqual({ image_link: "x", copy: "x" });
  });
});
