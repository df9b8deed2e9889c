/** `requester`: what is asked of the feed's server. */
import * as z from "zod";
import type { HttpRequest } from "../../http/client.ts";
import { strict } from "../../settings/strict.ts";
import { addQuery } from "./map/url.ts";
import type { Authentication } from "./paging/authenticator.ts";
import { authenticatorSchema } from "./paging/authenticator-schema.ts";
import { requestTemplate, type Fill } from "./paging/config.ts";
import { errorHandlerSchema } from "./paging/error-handler.ts";
import { bodySchema, filledAll, filledBody } from "./paging/request-body.ts";
import { type RequestOption, RequestParts } from "./paging/request-option.ts";
import { configKeysIn } from "./template/template.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;
export const DEFAULT_URL = "{{ config['feedUrl'] }}";

const urlTemplate = requestTemplate.refine(
  (text) => text.includes("{{") || /^https?:\/\//i.test(text),
  "must be an http(s) address",
);

export const requesterSchema = strict({
  type: z.literal("HttpRequester").optional(),
  url: urlTemplate.optional().describe("Default {{ config['feedUrl'] }}: the credentials' feedUrl."),
  http_method: z.enum(["GET", "POST"]).optional().describe("Default GET."),
  request_parameters: z
    .record(z.string(), requestTemplate)
    .optional()
    .describe("Parameters of the query; those whose value is empty are left out."),
  request_headers: z
    .record(z.string(), requestTemplate)
    .optional()
    .describe("Headers; those whose value is empty are left out."),
  request_body: bodySchema.optional().describe("What a POST holds, as JSON, as a form or as plain text."),
  authenticator: authenticatorSchema.optional().describe("Who asks. Default NoAuth."),
  error_handler: errorHandlerSchema
    .optional()
    .describe("What answers mean that their status does not say. Answers are read whole for it."),
  timeout_seconds: z.number().positive().max(840).optional().describe("Without a sign of life. Default 60."),
  max_redirects: z.int().min(0).max(20).optional().describe("How many are followed. Default 5."),
  allowed_hosts: z
    .array(z.string().min(1))
    .max(20)
    .optional()
    .describe("Hosts besides that of url which may receive the credentials, such as those of next pages."),
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
  const plain = filledBody(requester.request_body, parts, fill);
  for (const [option, value] of options) parts.put(option, value);
  await authentication.apply(parts, now);
  const method = requester.http_method ?? "GET";
  const bare = given ?? fill(requester.url ?? DEFAULT_URL);
  const signable = {
    method,
    url: withParameters(bare, parts.parameters),
    body: bodyOf(parts, plain) ?? "",
    now,
  };
  for (const [option, value] of authentication.signatures(signable)) parts.put(option, value);
  const body = bodyOf(parts, plain);
  const type = parts.json !== null ? "application/json" : "application/x-www-form-urlencoded";
  return {
    url: withParameters(bare, parts.parameters),
    ...(method === "POST" && { method }),
    headers: { ...(body !== null && plain === null && { "content-type": type }), ...parts.headers },
    ...(body !== null && { body }),
    timeoutMs: (requester.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    ...(requester.max_redirects !== undefined && { maxRedirects: requester.max_redirects }),
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

/** The address as it was given, with the parameters set: what is there already stays byte for byte. */
function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== "");
  return pairs.length === 0 ? url : addQuery(url, pairs);
}
