/** `requester`: what is asked of the feed's server. */
import * as z from "zod";
import type { HttpRequest } from "../../http/client.ts";
import { strict } from "../../settings/strict.ts";
import { addQuery } from "./map/url.ts";
import type { Authentication } from "./paging/authenticator.ts";
import { authenticatorSchema } from "./paging/authenticator-schema.ts";
import { configTemplate, type Fill } from "./paging/config.ts";
import { errorHandlerSchema } from "./paging/error-handler.ts";
import { type Json, type RequestOption, RequestParts } from "./paging/request-option.ts";
import { configKeysIn } from "./template/template.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;
export const DEFAULT_URL = "{{ config['feedUrl'] }}";

const urlTemplate = configTemplate.refine(
  (text) => text.includes("{{") || /^https?:\/\//i.test(text),
  "must be an http(s) address",
);

/** Texts in it are templates. */
const jsonValue: z.ZodType<Json> = z.lazy(() =>
  z.union([
    configTemplate,
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonValue),
    z.record(z.string(), jsonValue),
  ]),
);

const bodySchema = z.discriminatedUnion("type", [
  strict({ type: z.literal("RequestBodyJsonObject"), value: z.record(z.string(), jsonValue) }),
  strict({ type: z.literal("RequestBodyUrlEncodedForm"), value: z.record(z.string(), configTemplate) }),
  strict({ type: z.literal("RequestBodyPlainText"), value: configTemplate }),
]);

export const requesterSchema = strict({
  type: z.literal("HttpRequester").optional(),
  url: urlTemplate.optional().describe("Default {{ config['feedUrl'] }}: the credentials' feedUrl."),
  http_method: z.enum(["GET", "POST"]).optional().describe("Default GET."),
  request_parameters: z.record(z.string(), configTemplate).optional(),
  request_headers: z.record(z.string(), configTemplate).optional(),
  request_body: bodySchema.optional(),
  authenticator: authenticatorSchema.optional(),
  error_handler: errorHandlerSchema
    .optional()
    .describe("What answers mean that their status does not say. Answers are read whole for it."),
  timeout_seconds: z.number().positive().max(840).optional().describe("Without a sign of life. Default 60."),
  allowed_hosts: z
    .array(z.string().min(1))
    .max(20)
    .optional()
    .describe("Hosts besides that of url which a next page may be on: they receive the credentials."),
});

export const urlSchema = urlTemplate;
export type RequesterSettings = z.output<typeof requesterSchema>;

/** What a walk adds to a request. */
export interface Additions {
  readonly options: readonly (readonly [RequestOption, string | number])[];
  /** The whole address in place of the settings' own. */
  readonly url: string | null;
}

const NO_ADDITIONS: Additions = { options: [], url: null };

/** @throws CredentialsRefused when the settings refer to a credential that is not there, naming it */
export async function feedRequest(
  requester: RequesterSettings,
  fill: Fill,
  authentication: Authentication,
  now: Date,
  { options, url: given }: Additions = NO_ADDITIONS,
): Promise<HttpRequest> {
  const parts = new RequestParts();
  Object.assign(parts.headers, filledAll(requester.request_headers, fill));
  // An address that the partner gave has its parameters already.
  if (given === null) Object.assign(parts.parameters, filledAll(requester.request_parameters, fill));
  const body = requester.request_body;
  let plain: string | null = null;
  if (body?.type === "RequestBodyJsonObject")
    parts.json = filledJson(body.value, fill) as Record<string, Json>;
  if (body?.type === "RequestBodyUrlEncodedForm") Object.assign(parts.form, filledAll(body.value, fill));
  if (body?.type === "RequestBodyPlainText") plain = fill(body.value);
  for (const [option, value] of options) parts.put(option, value);
  await authentication.apply(parts, now);
  const method = requester.http_method ?? "GET";
  const address = withParameters(given ?? fill(requester.url ?? DEFAULT_URL), parts.parameters);
  const text = bodyOf(parts, plain);
  for (const [option, value] of authentication.signatures({ method, url: address, body: text ?? "", now })) {
    parts.put(option, value);
  }
  const type = parts.json !== null ? "application/json" : "application/x-www-form-urlencoded";
  return {
    url: withParameters(given ?? fill(requester.url ?? DEFAULT_URL), parts.parameters),
    ...(method === "POST" && { method }),
    headers: {
      ...(text !== null && plain === null && { "content-type": type }),
      ...parts.headers,
    },
    ...(text !== null && { body: bodyOf(parts, plain) ?? text }),
    timeoutMs: (requester.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
  };
}

function bodyOf({ json, form }: RequestParts, plain: string | null): string | null {
  if (json !== null) return JSON.stringify(json);
  if (Object.keys(form).length > 0) return new URLSearchParams(form).toString();
  return plain;
}

/** Which credentials take part in the request, for a message when it is refused. */
export function credentialsUsed(requester: RequesterSettings): string[] {
  const { error_handler: _, ...asking } = requester;
  return [
    ...new Set([
      ...configKeysIn(requester.url ?? DEFAULT_URL),
      ...configKeysIn(JSON.stringify(asking).replaceAll('\\"', '"')),
    ]),
  ];
}

const filledAll = (
  templates: Readonly<Record<string, string>> | undefined,
  fill: Fill,
): Record<string, string> =>
  Object.fromEntries(Object.entries(templates ?? {}).map(([name, template]) => [name, fill(template)]));

function filledJson(value: Json, fill: Fill): Json {
  if (typeof value === "string") return fill(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((each) => filledJson(each, fill));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledJson(each, fill)]));
}

/** The address as it was given, with the parameters set: what is there already stays byte for byte. */
function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== "");
  return pairs.length === 0 ? url : addQuery(url, pairs);
}
