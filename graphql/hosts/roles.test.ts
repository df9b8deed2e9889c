/** Every operation of the schema over HTTP and WebSocket, as everybody: allowed, or refused before anything is done. */
import { SignJWT } from "jose";
import { createClient } from "graphql-ws";
import { createSecretKey } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import WebSocket from "ws";
import { ROLES, type Role, scopesOfRole } from "../../shared/access/scopes.ts";
import { fieldScopes, internalFields } from "../access.ts";
import { executableSchema } from "../executable-schema.ts";
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "../graphql-js.ts";
import { resolvers } from "../resolvers/index.ts";
import { sampleSource } from "../stores.fixture.ts";
import { schemaText, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(() => {
  api.role = null;
  api.audit.entries.length = 0;
  api.control.calls.length = 0;
  api.errors.length = 0;
});
afterAll(() => api.stop());

const schema = executableSchema(schemaText, resolvers);

/** A value that fits a type, as GraphQL text. */
function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? "";
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${needed.map(({ name, type: inner }) => `${name}: ${literal(inner)}`).join(", ")} }`;
  }
  const values: Readonly<Record<string, string>> = {
    Int: "1",
    Float: "1",
    Boolean: "true",
    AWSJSON: '"{}"',
    AWSDateTime: '"2026-01-01T00:00:00Z"',
    AWSURL: '"https://shop.example/"',
  };
  return values[type.name] ?? '"src"';
}

function operation(kind: string, field: GraphQLField<unknown, unknown>): string {
  const needed = field.args.filter(({ type }) => isNonNullType(type));
  const given = needed.map(({ name, type }) => `${name}: ${literal(type)}`).join(", ");
  const selection = isObjectType(getNamedType(field.type)) ? " { __typename }" : "";
  return `${kind} { ${field.name}${given === "" ? "" : `(${given})`}${selection} }`;
}

const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({
    name: `${type?.name}.${field.name}`,
    query: operation(type?.name === "Query" ? "query" : "mutation", field),
  })),
);

const tokenOf = (role: Role): Promise<string> => api.issuer.issue({ name: "ann", role, seconds: 60 });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test.each(operations.filter(({ name }) => name in fieldScopes))(
  "$name is done for those who may, and refused to others",
  async ({ name, query }) => {
    const scope = fieldScopes[name]!;
    for (const role of ROLES) {
      const { errors } = await api.ask(query, {}, bearer(await tokenOf(role)));
      const codes = errors.map(({ extensions }) => extensions["code"]);
      if (scopesOfRole[role].includes(scope)) expect(codes).not.toContain("FORBIDDEN");
      else expect(codes).toEqual(["FORBIDDEN"]);
    }
    const calls = api.control.calls.length;
    const anonymous = await api.ask(query);
    expect(anonymous.errors.map(({ extensions }) => extensions["code"])).toEqual(["UNAUTHENTICATED"]);
    expect(api.control.calls).toHaveLength(calls);
    if (name.startsWith("Mutation.")) {
      const entries = api.audit.entries.map(({ action, author, role, outcome, address }) =>
        [action, author, role, outcome === "REFUSED" || outcome === "DONE", address].join(" "),
      );
      // What nobody in particular was refused is not written down.
      expect(entries).toEqual(ROLES.map((role) => `${name.slice(9)} ann ${role} true 127.0.0.1`));
    }
  },
);

test.each(operations.filter(({ name }) => internalFields.has(name)))(
  "$name is refused even to admins",
  async ({ query }) => {
    const { errors } = await api.ask(query, {}, bearer(await tokenOf("ADMIN")));
    expect(errors[0]?.extensions).toEqual({ code: "FORBIDDEN" });
    expect(api.audit.entries).toEqual([]);
  },
);

test("who asks is told who they are", async () => {
  const query = "{ viewer { name kind role scopes } }";
  expect((await api.ask(query)).data).toEqual({
    viewer: { name: "anonymous", kind: "ANONYMOUS", role: null, scopes: [] },
  });
  expect((await api.ask(query, {}, bearer(await tokenOf("EDITOR")))).data).toEqual({
    viewer: { name: "ann", kind: "USER", role: "EDITOR", scopes: [...scopesOfRole.EDITOR] },
  });
});

test("what only some may see of a thing is refused by itself", async () => {
  api.sources.sources.push(sampleSource({ settings: { url: "https://feeds.example/?key=hunter2" } }));
  const query = "{ sources { id settings } }";
  const refused = await api.ask(query, {}, bearer(await tokenOf("EDITOR")));
  expect(refused.errors.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
  expect(refused.text).not.toContain("hunter2");
  expect((await api.ask(query, {}, bearer(await tokenOf("ADMIN")))).text).toContain("hunter2");
  expect((await api.ask("{ sources { id } }", {}, bearer(await tokenOf("READER")))).errors).toEqual([]);
  api.sources.sources.length = 0;
});

const subscriptions = Object.values(schema.getSubscriptionType()?.getFields() ?? {}).map((field) => ({
  name: field.name,
  query: operation("subscription", field),
}));

/** What a socket says to a subscription: its first error's code, its close code, or that it stays open. */
function subscribed(query: string, connectionParams: Record<string, unknown> = {}): Promise<string> {
  const client = createClient({
    url: api.server.wsUrl,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
  return new Promise<string>((resolve) => {
    client.subscribe(
      { query },
      {
        next: ({ errors }) => resolve(String(errors?.[0]?.extensions?.["code"])),
        error: (error) => resolve(refusalIn(error)),
        complete: () => resolve("complete"),
      },
    );
    // A ping answered after the subscription was sent: it was taken by then.
    client.on("connected", (socket) => {
      setTimeout(() => (socket as WebSocket).send('{"type":"ping"}', () => undefined), 20);
    });
    client.on("message", (message) => message.type === "pong" && resolve("open"));
  }).finally(() => client.dispose());
}

function refusalIn(error: unknown): string {
  if (Array.isArray(error)) return String((error[0] as { extensions?: { code?: string } }).extensions?.code);
  return String((error as { code?: number }).code);
}

test.each(subscriptions)("$name is for those who may", async ({ name, query }) => {
  expect(fieldScopes[`Subscription.${name}`]).toMatch(/:read$/);
  expect(await subscribed(query, bearer(await tokenOf("READER")))).toBe("open");
  expect(await subscribed(query)).toBe("UNAUTHENTICATED");
});

const forged = () =>
  new SignJWT({ roles: ["ADMIN"] })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("urn:offerfeed:local")
    .setAudience("offerfeed")
    .setSubject("eve")
    .setExpirationTime("1h")
    .sign(createSecretKey(Buffer.from("guess")));

test.each<[string, () => Promise<string>]>([
  ["forged", forged],
  ["expired", () => api.issuer.issue({ name: "ann", role: "ADMIN", seconds: -60 })],
  ["made up", async () => "admin"],
  ["an API key that is none", async () => `ofk_${"0".repeat(16)}_${"a".repeat(43)}`],
])("a token that is %s gets 401 and a challenge, also where everybody may ask", async (_, token) => {
  const text = await token();
  const response = await fetch(api.server.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearer(text) },
    body: JSON.stringify({ query: "{ viewer { name } }" }),
  });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("Bearer");
  const body = await response.text();
  expect(body).toContain("UNAUTHENTICATED");
  expect(body).not.toContain(text.slice(-20));
  expect(await subscribed("subscription { offerChanged { type } }", bearer(text))).toBe("4401");
  expect(api.errors).toEqual([]);
});

test("a socket is closed when the token it was opened with ends", async () => {
  const token = await api.issuer.issue({ name: "ann", role: "READER", seconds: 1 });
  const closed = new Promise((resolve) => {
    const client = createClient({
      url: api.server.wsUrl,
      webSocketImpl: WebSocket,
      connectionParams: bearer(token),
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
    });
    client.on("closed", (event) => resolve((event as { code: number }).code));
  });
  expect(await closed).toBe(4401);
});

test("the log of changes holds no secret", async () => {
  await api.ask(
    `mutation { setSourceCredentials(sourceId: "src", credentials: "{\\"key\\":\\"hunter2\\"}") { userErrors { code } } }`,
    {},
    bearer(await tokenOf("ADMIN")),
  );
  expect(api.audit.entries).toHaveLength(1);
  expect(JSON.stringify(api.audit.entries)).not.toContain("hunter2");
  expect(api.audit.entries[0]?.arguments).toEqual({ sourceId: "src", credentials: "(not shown)" });
});
