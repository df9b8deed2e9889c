/** `authenticator` as settings write it. */
import * as z from "zod";
import { nearestProblem, strict } from "../../../settings/strict.ts";
import { templateProblem } from "../template/template.ts";
import { configTemplate } from "./config.ts";
import { durationSchema } from "./durations.ts";
import { bodySchema } from "./request-body.ts";
import { requestOptionSchema } from "./request-option.ts";

const scopes = z.array(z.string().min(1)).max(50);

/** `string_to_sign` reads these besides config. */
const SIGNED = ["config", "timestamp", "method", "path", "query", "body"];
const signedTemplate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, SIGNED);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const noAuth = strict({ type: z.literal("NoAuth") });
const apiKey = strict({
  type: z.literal("ApiKeyAuthenticator"),
  api_token: configTemplate,
  inject_into: requestOptionSchema,
});
const bearer = strict({ type: z.literal("BearerAuthenticator"), api_token: configTemplate });
const basic = strict({
  type: z.literal("BasicHttpAuthenticator"),
  username: configTemplate,
  password: configTemplate.optional(),
});

const oauth = strict({
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
});

const session = strict({
  type: z.literal("SessionTokenAuthenticator"),
  login_requester: strict({
    type: z.literal("HttpRequester").optional(),
    url: configTemplate,
    http_method: z.enum(["GET", "POST"]).optional().describe("Default POST."),
    request_parameters: z.record(z.string(), configTemplate).optional(),
    request_headers: z.record(z.string(), configTemplate).optional(),
    request_body: bodySchema.optional(),
    request_body_json: z.record(z.string(), configTemplate).optional().describe("Short for request_body."),
    authenticator: z
      .discriminatedUnion("type", [noAuth, apiKey, bearer, basic])
      .optional()
      .describe("Who logs in."),
  }).refine(({ request_body, request_body_json }) => !(request_body && request_body_json), {
    error: "is short for request_body: set one of the two",
    path: ["request_body_json"],
  }),
  session_token_path: z.array(z.string()).min(1).describe("Where the token is in the answer."),
  expiration_duration: durationSchema
    .optional()
    .describe("How long a token is good for. Without it, there is a login before each request."),
  request_authentication: z.discriminatedUnion("type", [
    strict({ type: z.literal("Bearer") }),
    strict({ type: z.literal("ApiKey"), inject_into: requestOptionSchema }),
  ]),
});

const claims = z.record(z.string(), configTemplate);
const claim = configTemplate.optional();

const jwt = strict({
  type: z.literal("JwtAuthenticator"),
  algorithm: z.enum(["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]),
  secret_key: configTemplate.describe("A secret for HS…, a private key in PEM for the others."),
  base64_encode_secret_key: z
    .boolean()
    .optional()
    .describe("The secret is encoded in Base64 before it signs."),
  token_duration: z.int().positive().max(86_400).optional().describe("Seconds. Default 1200."),
  header_prefix: z.string().optional().describe("Before the token in Authorization. Default Bearer."),
  jwt_headers: strict({ kid: claim, typ: claim, cty: claim }).optional().describe("typ is JWT by default."),
  additional_jwt_headers: claims.optional(),
  jwt_payload: strict({ iss: claim, sub: claim, aud: claim })
    .optional()
    .describe("Besides iat and exp, which are there always."),
  additional_jwt_payload: claims.optional(),
});

const signature = strict({
  type: z.literal("SignatureAuthenticator"),
  algorithm: z.enum(["hmac-sha1", "hmac-sha256", "hmac-sha512"]).optional().describe("Default hmac-sha256."),
  key: configTemplate.describe("The secret that signs."),
  string_to_sign: signedTemplate
    .optional()
    .describe(`Reads ${SIGNED.join(", ")}; timestamp is seconds since 1970.`),
  encoding: z.enum(["hex", "base64"]).optional().describe("Default hex."),
  inject_into: requestOptionSchema.optional(),
  timestamp_into: requestOptionSchema.optional().describe("Where the timestamp goes that was signed."),
  preset: z
    .literal("aws_sigv4")
    .optional()
    .describe("Signs as Amazon's services want it, in place of string_to_sign and inject_into."),
  access_key_id: configTemplate.optional().describe("For aws_sigv4: whose secret key signs."),
  region: configTemplate.optional().describe("For aws_sigv4, such as eu-west-1."),
  service: configTemplate.optional().describe("For aws_sigv4, such as execute-api."),
})
  .refine(
    ({ preset, string_to_sign, inject_into }) =>
      preset !== undefined || (string_to_sign !== undefined && inject_into !== undefined),
    "needs string_to_sign and inject_into, or a preset",
  )
  .refine(
    ({ preset, access_key_id, region, service }) =>
      preset === undefined || (access_key_id !== undefined && region !== undefined && service !== undefined),
    "aws_sigv4 needs access_key_id, region and service",
  );

const oneAuthenticator = z.discriminatedUnion("type", [
  noAuth,
  apiKey,
  bearer,
  basic,
  oauth,
  session,
  jwt,
  signature,
]);

/** Two may be needed at once, such as a key and a token. */
export const authenticatorSchema = z.union([oneAuthenticator, z.array(oneAuthenticator).min(1).max(3)], {
  error: nearestProblem,
});
export type Authenticator = z.output<typeof oneAuthenticator>;
export type OneOf<Type extends Authenticator["type"]> = Extract<Authenticator, { type: Type }>;
