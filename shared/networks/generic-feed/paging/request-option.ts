/** Where a value goes in a request: Airbyte's `RequestOption` and `RequestPath`. */
import * as z from "zod";
import { exactlyOne, strict } from "../../../settings/strict.ts";

const target = z.enum(["request_parameter", "header", "body_json", "body_data"]);

export const requestOptionSchema = strict({
  type: z.literal("RequestOption").optional(),
  inject_into: target.describe("Where the value goes."),
  field_name: z.string().min(1).optional().describe("The parameter's, header's or field's name."),
  field_path: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("For body_json: the path of a field inside other fields."),
})
  .refine(...exactlyOne(["field_name", "field_path"], "needs field_name or field_path"))
  .refine(({ inject_into, field_path }) => field_path === undefined || inject_into === "body_json", {
    error: "goes with body_json only; others have a field_name",
    path: ["field_path"],
  });
export type RequestOption = z.output<typeof requestOptionSchema>;

/** The token is the next request's whole address, or its path. */
export const requestPathSchema = strict({ type: z.literal("RequestPath") });

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A request while it is being put together. */
export class RequestParts {
  readonly parameters: Record<string, string> = {};
  readonly headers: Record<string, string> = {};
  readonly form: Record<string, string> = {};
  /** Null: the request has no JSON body. */
  json: Record<string, Json> | null = null;

  /** What is empty is left out. */
  put({ inject_into, field_name, field_path }: RequestOption, value: string | number): void {
    if (value === "") return;
    const [name = "", ...rest] = field_path ?? [field_name ?? ""];
    switch (inject_into) {
      case "request_parameter":
        this.parameters[name] = String(value);
        return;
      case "header":
        this.headers[name] = String(value);
        return;
      case "body_data":
        this.form[name] = String(value);
        return;
      case "body_json":
        this.json = withValue(this.json ?? {}, [name, ...rest], value);
    }
  }
}

function withValue(
  object: Readonly<Record<string, Json>>,
  [name = "", ...rest]: readonly string[],
  value: Json,
): Record<string, Json> {
  if (rest.length === 0) return { ...object, [name]: value };
  const inside = object[name];
  const nested =
    typeof inside === "object" && inside !== null && !Array.isArray(inside)
      ? (inside as Record<string, Json>)
      : {};
  return { ...object, [name]: withValue(nested, rest, value) };
}
