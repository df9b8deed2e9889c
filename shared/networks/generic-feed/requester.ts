/** `requester`: what is asked of the feed's server, and who asks. */
import * as z from "zod";
import type { HttpRequest } from "../../http/client.ts";
import { CredentialsRefused } from "../adapter.ts";
import type { FeedCredentials } from "./credentials.ts";
import { addQuery } from "./map/url.ts";
import { strict } from "../../settings/strict.ts";
import { compileTemplate, configKeysIn, templateProblem } from "./template/template.ts";

const DEFAULT_TIMEOUT_SECONDS = 60;

/** A template that reads the credentials as `config`. */
export const configTemplate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ["config"]);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const urlTemplate = configTemplate.refine(
  (text) => text.includes("{{") || /^https?:\/\//i.test(text),
  "must be an http(s) address",
);

const authenticator = z.discriminatedUnion("type", [
  strict({ type: z.literal("NoAuth") }),
  strict({
    type: z.literal("ApiKeyAuthenticator"),
    api_token: configTemplate,
    inject_into: strict({
      type: z.literal("RequestOption").optional(),
      inject_into: z.enum(["header", "request_parameter"]),
      field_name: z.string().min(1),
    }),
  }),
  strict({ type: z.literal("BearerAuthenticator"), api_token: configTemplate }),
  strict({
    type: z.literal("BasicHttpAuthenticator"),
    username: configTemplate,
    password: configTemplate.optional(),
  }),
]);

export const requesterSchema = strict({
  url: urlTemplate.optional().describe("Default {{ config['feedUrl'] }}: the credentials' feedUrl."),
  request_parameters: z.record(z.string(), configTemplate).optional(),
  request_headers: z.record(z.string(), configTemplate).optional(),
  authenticator: authenticator.optional(),
  timeout_seconds: z.number().positive().max(840).optional().describe("Without a sign of life. Default 60."),
});

export const urlSchema = urlTemplate;
export type RequesterSettings = z.output<typeof requesterSchema>;

/** @throws CredentialsRefused when the settings refer to a credential that is not there, naming it */
export function feedRequest(requester: RequesterSettings, credentials: FeedCredentials): HttpRequest {
  const fill = (template: string): string => filled(template, credentials);
  const headers = filledAll(requester.request_headers, fill);
  const parameters = filledAll(requester.request_parameters, fill);
  const auth = requester.authenticator ?? { type: "NoAuth" };
  switch (auth.type) {
    case "ApiKeyAuthenticator": {
      const { inject_into, field_name } = auth.inject_into;
      (inject_into === "header" ? headers : parameters)[field_name] = fill(auth.api_token);
      break;
    }
    case "BearerAuthenticator":
      headers["authorization"] = `Bearer ${fill(auth.api_token)}`;
      break;
    case "BasicHttpAuthenticator": {
      const pair = `${fill(auth.username)}:${auth.password === undefined ? "" : fill(auth.password)}`;
      headers["authorization"] = `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
      break;
    }
    case "NoAuth":
      break;
  }
  return {
    url: withParameters(fill(requester.url ?? "{{ config['feedUrl'] }}"), parameters),
    headers,
    timeoutMs: (requester.timeout_seconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
  };
}

/** Which credentials take part in the request, for a message when it is refused. */
export function credentialsUsed(requester: RequesterSettings): string[] {
  const templates = [
    requester.url ?? "{{ config['feedUrl'] }}",
    JSON.stringify(requester.authenticator ?? {}),
  ];
  const more = [
    ...Object.values(requester.request_parameters ?? {}),
    ...Object.values(requester.request_headers ?? {}),
  ];
  return [...new Set([...templates, ...more].flatMap(configKeysIn))];
}

function filled(template: string, credentials: FeedCredentials): string {
  const text = compileTemplate(template, ["config"])({ config: credentials });
  if (text !== null) return text;
  const missing = configKeysIn(template).filter(
    (key) => !Object.entries(credentials).some(([name, value]) => name === key && value !== undefined),
  );
  throw new CredentialsRefused(
    `The feed's settings use ${missing.map((key) => `the credential "${key}"`).join(" and ")}, which this source does not have. ` +
      (missing.includes("feedUrl")
        ? "Enter it, or set url in the settings."
        : "Enter it with the source's credentials."),
  );
}

const filledAll = (
  templates: Readonly<Record<string, string>> | undefined,
  fill: (template: string) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(templates ?? {}).map(([name, template]) => [name, fill(template)]));

/** The address as it was given, with the parameters set: what is there already stays byte for byte. */
function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== "");
  return pairs.length === 0 ? url : addQuery(url, pairs);
}
