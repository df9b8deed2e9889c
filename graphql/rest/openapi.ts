/** The OpenAPI 3.1 document, from the routes' table and the GraphQL schema. */
import { STATUS_CODES } from "node:http";
import * as z from "zod";
import { fieldScopes } from "../access.ts";
import {
  buildSchema,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "../graphql-js.ts";
import { prelude } from "../prelude.ts";
import { BASE_PATH } from "./answers.ts";
import { INPUT_TYPE } from "./inputs.ts";
import { type JsonSchema, ResponseSchemas } from "./response-schemas.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

/** @param schemaText the GraphQL schema with its descriptions */
export function openApiDocument(schemaText: string): JsonSchema {
  const schema = buildSchema(`${prelude}\n${schemaText}`);
  const responses = new ResponseSchemas(schema);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const path = BASE_PATH + route.path.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route, schema, responses);
  }
  return {
    openapi: "3.1.0",
    info: INFO,
    servers: [{ url: "/", description: "The server that this document came from" }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...Object.fromEntries([...responses.components].toSorted(byName)) },
      responses: Object.fromEntries(
        Object.keys(PROBLEMS).map((status) => [responseName(status), problem(status)]),
      ),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "A token of the identity provider, or an API key.",
        },
      },
    },
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const INFO = {
  title: "Offerfeed",
  version: "1.0.0",
  description:
    "Offers of affiliate networks, as one clean, versioned catalogue. Each address runs a document of the GraphQL API, with the same rules of access. Errors are problem details (RFC 9457) with a stable `code`.",
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
};

const PROBLEMS: Readonly<Record<string, string>> = {
  400: "A parameter is unknown or cannot be used; `detail` and `errors` say which and why.",
  401: "No token or API key was sent where one is needed, or it does not hold.",
  403: "The caller's role or key has not the scope that `detail` names.",
  404: "There is no such thing.",
  409: "Its state does not allow it, such as a run that is under way.",
  413: "The body is larger than 1 MB.",
  415: "The body is no JSON by its content type.",
  422: "The body does not fit, or what it asks for cannot be done; `errors` says what is wrong.",
  429: "Too many requests; try again after `Retry-After` seconds.",
  500: "Not your mistake; the feed's log says more.",
  504: "The answer took too long; ask for less.",
};

const PROBLEM: JsonSchema = {
  type: "object",
  description: "Problem details (RFC 9457).",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string", description: "Always `about:blank`: go by `code`." },
    title: { type: "string", description: "The status in words." },
    status: { type: "integer", description: "The HTTP status." },
    code: { type: "string", description: "Stable, in UPPER_SNAKE_CASE: for programs." },
    detail: { type: "string", description: "For people: what is wrong and what to do." },
    errors: {
      type: "array",
      description: "What is wrong with the input, one by one.",
      items: {
        type: "object",
        required: ["message"],
        properties: {
          parameter: { type: "string", description: "The parameter at fault." },
          pointer: { type: "string", description: "The value of the body at fault, as a JSON Pointer." },
          code: { type: "string", description: "As above, of this one." },
          message: { type: "string", description: "What is wrong with it." },
        },
      },
    },
  },
};

const responseName = (status: string): string => (STATUS_CODES[status] ?? status).replaceAll(/\W/g, "");

const problem = (status: string): JsonSchema => ({
  description: PROBLEMS[status],
  ...(status === "429" ? { headers: { "Retry-After": header("Seconds to wait.", "integer") } } : {}),
  ...(status === "401" ? { headers: { "WWW-Authenticate": header("How to say who you are.") } } : {}),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});

const header = (description: string, type = "string"): JsonSchema => ({ description, schema: { type } });

function operation(route: Route, schema: GraphQLSchema, responses: ResponseSchemas): JsonSchema {
  const scopes = scopesOf(route);
  const open = scopes.every((scope) => scope.endsWith(":read"));
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: [
      route.description,
      `Needs the scope ${scopes.map((scope) => `\`${scope}\``).join(" and ")}.`,
    ]
      .filter(Boolean)
      .join("\n\n"),
    security: [...(open ? [{}] : []), { bearer: [] }],
    parameters: [...pathParameters(route), ...queryParameters(route, schema), ...conditional(route)],
    ...(route.body === null ? {} : { requestBody: requestBody(route.body, schema) }),
    responses: {
      [route.status]: success(route, responses),
      ...(route.cache === "NEVER" ? {} : { 304: { description: "As it was: `If-None-Match` names it." } }),
      ...Object.fromEntries(
        problemsOf(route).map((status) => [
          status,
          { $ref: `#/components/responses/${responseName(status)}` },
        ]),
      ),
    },
  };
}

function scopesOf(route: Route): string[] {
  const roots = parse(route.document)
    .definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
    .flatMap(({ operation: kind, selectionSet }) =>
      selectionSet.selections.map((each) =>
        each.kind === Kind.FIELD ? `${kind === "query" ? "Query" : "Mutation"}.${each.name.value}` : "",
      ),
    );
  return [
    ...new Set(
      roots.map((field) => {
        const scope = fieldScopes[field];
        if (scope === undefined) throw new Error(`${route.id} runs ${field}, which has no scope.`);
        return scope;
      }),
    ),
  ];
}

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  id: "The offer's id, `<sourceId>:<sourceOfferId>`, percent-encoded.",
  slug: "The source's id.",
  runId: "The run's id.",
};

const pathParameters = ({ path }: Route): JsonSchema[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: PATH_PARAMETERS[name],
    schema: { type: "string" },
  }));

function queryParameters({ query }: Route, schema: GraphQLSchema): JsonSchema[] {
  return Object.entries(query?.shape ?? {}).map(([name, type]) => {
    const { description = filterDescription(name, schema), ...own } = jsonSchema(type as z.ZodType);
    const required = !(type as z.ZodType).safeParse(undefined).success;
    const isList = own["type"] === "array";
    return {
      name,
      in: "query",
      required,
      description,
      ...(isList ? { style: "form", explode: false } : {}),
      schema: own,
    };
  });
}

function filterDescription(name: string, schema: GraphQLSchema): string | undefined {
  const filter = schema.getType("OfferFilter");
  return isInputObjectType(filter) ? (filter.getFields()[name]?.description ?? undefined) : undefined;
}

const conditional = ({ cache }: Route): JsonSchema[] =>
  cache === "NEVER"
    ? []
    : [
        {
          name: "If-None-Match",
          in: "header",
          required: false,
          description:
            "The `ETag` of an answer that you have: where it still holds, the answer is 304 without a body.",
          schema: { type: "string" },
        },
      ];

/** What is sent: defaults make a field optional. */
function jsonSchema(type: z.ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: "input" }) as JsonSchema;
  return schema;
}

const requestBody = (body: z.ZodType, schema: GraphQLSchema): JsonSchema => ({
  required: !body.safeParse(undefined).success,
  content: { "application/json": { schema: described(jsonSchema(body), schema) } },
});

/** Fields without a description of their own have that of the GraphQL input type that their object names. */
function described(value: unknown, schema: GraphQLSchema): unknown {
  if (Array.isArray(value)) return value.map((each) => described(each, schema));
  if (typeof value !== "object" || value === null) return value;
  const { [INPUT_TYPE]: inputType, ...own } = value as JsonSchema;
  const type = typeof inputType === "string" ? schema.getType(inputType) : undefined;
  const fields = isInputObjectType(type) ? type.getFields() : {};
  const inner = Object.entries(own).map(([key, part]) => [key, described(part, schema)] as const);
  const result: JsonSchema = Object.fromEntries(inner);
  for (const [name, property] of Object.entries((result["properties"] ?? {}) as Record<string, JsonSchema>)) {
    const description = fields[name]?.description;
    if (description) property["description"] ??= description;
  }
  return result;
}

const EXPORT_HEADERS = {
  Link: header('Where a limit cut the file: the address of what follows, as `rel="next"`.'),
  "Changes-Cursor": header("Where the change log stood before; not with `after`."),
};

function success(route: Route, responses: ResponseSchemas): JsonSchema {
  return {
    description: route.summary,
    headers: {
      "Cache-Control": header("How long it may be kept."),
      ...(route.cache === "NEVER" ? {} : { ETag: header("Names the answer, for `If-None-Match`.") }),
      ...(route.next === undefined
        ? {}
        : { Link: header('The next page, as `rel="next"`; left out on the last.') }),
      ...(route.contentTypes === undefined ? {} : EXPORT_HEADERS),
      ...(route.location === undefined ? {} : { Location: header("The address of what was created.") }),
    },
    content: Object.fromEntries(
      route.contentTypes?.map((type) => [type, { schema: { type: "string" } }]) ?? [
        ["application/json", { schema: responses.of(route) }],
      ],
    ),
  };
}

function problemsOf({ method, path, body, missing }: Route): string[] {
  const writes = method !== "GET";
  return [
    "400",
    "401",
    "403",
    ...(missing !== undefined || (writes && path.includes(":")) ? ["404"] : []),
    ...(writes ? ["409"] : []),
    ...(body === null ? [] : ["413", "415"]),
    ...(writes ? ["422"] : []),
    "429",
    "500",
    "504",
  ];
}
