/** `authenticator` as settings write it. */
import * as z from "zod";
import { nearestProblem, strict } from "../../../settings/strict.ts";
import { templateProblem } from "../template/template.ts";
import { configTemplate } from "./config.ts";
import { durationSchema } from "./durations.ts";
import { requestOptionSchema } from "./request-option.ts";

const scopes = z.array(z.string().min(1)).max(50);

/** `string_to_sign` reads these besides config. */
const SIGNED = ["config", "timestamp", "method", "path", "query", "body"];
const signedTemplate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, SIGNED);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const oneAuthenticator = z.discriminatedUnion("type", [
  strict({ type: z.literal("NoAuth") }),
  strict({
    type: z.literal("ApiKeyAuthenticator"),
    api_token: configTemplate,
    inject_into: requestOptionSchema,
  }),
  strict({ type: z.literal("BearerAuthenticator"), api_token: configTemplate }),
  strict({
    type: z.literal("BasicHttpAuthenticator"),
    username: configTemplate,
    password: configTemplate.optional(),
  }),
  strict({
    type: z.literal("OAuthAuthenticator"),
    grant_type: z.enum(["refresh_token", "client_credentials"]).optional().describe("Default refresh_token."),
    token_refresh_endpoint: configTemplate.describe("The address that issues tokens."),
    client_id: configTemplate.optional(),
    client_secret: configTemplate.optional(),
    refresh_token: configTemplate.optional(),
    scopes: scopes.optional(),
    access_token_name: z.string().min(1).optional().describe("Default access_token."),
    expires_in_name: z.string().min(1).optional().describe("Default expires_in, in seconds."),
    refresh_request_body: z.record(z.string(), configTemplate).optional(),
    refresh_request_headers: z.record(z.string(), configTemplate).optional(),
    send_refresh_request_as_query_params: z.boolean().optional(),
    token_request_auth_method: z
      .enum(["body", "basic"])
      .optional()
      .describe("Where the client's id and secret go. Default body."),
  }),
  strict({
    type: z.literal("SessionTokenAuthenticator"),
    login_requester: strict({
      url: configTemplate,
      http_method: z.enum(["GET", "POST"]).optional().describe("Default POST."),
      request_headers: z.record(z.string(), configTemplate).optional(),
      request_body_json: z.record(z.string(), configTemplate).optional(),
    }),
    session_token_path: z.array(z.string()).min(1),
    expiration_duration: durationSchema.optional().describe("Default PT1H."),
    request_authentication: z.discriminatedUnion("type", [
      strict({ type: z.literal("Bearer") }),
      strict({ type: z.literal("ApiKey"), inject_into: requestOptionSchema }),
    ]),
  }),
  strict({
    type: z.literal("JwtAuthenticator"),
    algorithm: z.enum(["HS256", "HS384", "HS512"]),
    secret_key: configTemplate,
    token_duration: z.int().positive().max(86_400).optional().describe("Seconds. Default 1200."),
    additional_jwt_headers: z.record(z.string(), configTemplate).optional(),
    additional_jwt_payload: z.record(z.string(), configTemplate).optional(),
  }),
  strict({
    type: z.literal("SignatureAuthenticator"),
    algorithm: z
      .enum(["hmac-sha1", "hmac-sha256", "hmac-sha512"])
      .optional()
      .describe("Default hmac-sha256."),
    key: configTemplate,
    string_to_sign: signedTemplate.describe(`Reads ${SIGNED.join(", ")}; timestamp is seconds since 1970.`),
    encoding: z.enum(["hex", "base64"]).optional().describe("Default hex."),
    inject_into: requestOptionSchema,
    timestamp_into: requestOptionSchema.optional().describe("Where the timestamp goes that was signed."),
  }),
]);

/** Two may be needed at once, such as a key and a token. */
export const authenticatorSchema = z.union([oneAuthenticator, z.array(oneAuthenticator).min(1).max(3)], {
  error: nearestProblem,
});
export type Authenticator = z.output<typeof oneAuthenticator>;
