/** `request_body` and other templates of a request, filled in. */
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import { type Fill, requestTemplate } from "./config.ts";
import type { Json, RequestParts } from "./request-option.ts";

/** Texts in it are templates. */
const jsonValue: z.ZodType<Json> = z.lazy(() =>
  z.union([
    requestTemplate,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonValue),
    z.record(z.string(), jsonValue),
  ]),
);

export const bodySchema = z.discriminatedUnion("type", [
  strict({ type: z.literal("RequestBodyJsonObject"), value: z.record(z.string(), jsonValue) }),
  strict({ type: z.literal("RequestBodyUrlEncodedForm"), value: z.record(z.string(), requestTemplate) }),
  strict({ type: z.literal("RequestBodyPlainText"), value: requestTemplate }),
]);
export type RequestBody = z.output<typeof bodySchema>;

/** Puts a JSON body or a form into the request. @returns plain text, which nothing can be added to */
export function filledBody(body: RequestBody | undefined, parts: RequestParts, fill: Fill): string | null {
  switch (body?.type) {
    case "RequestBodyJsonObject":
      parts.json = filledJson(body.value, fill) as Record<string, Json>;
      return null;
    case "RequestBodyUrlEncodedForm":
      Object.assign(parts.form, filledAll(body.value, fill));
      return null;
    case "RequestBodyPlainText":
      return fill(body.value);
    case undefined:
      return null;
  }
}

/** Without what comes out empty. */
export const filledAll = (
  templates: Readonly<Record<string, string | undefined>> | undefined,
  fill: Fill,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(templates ?? {})
      .map(([name, template]) => [name, template === undefined ? "" : fill(template)] as const)
      .filter(([, value]) => value !== ""),
  );

function filledJson(value: Json, fill: Fill): Json {
  if (typeof value === "string") return fill(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => filledJson(each, fill));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledJson(each, fill)]));
}
