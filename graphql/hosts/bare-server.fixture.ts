/** The host with no database behind it: for what is decided before a resolver asks for anything. */
import { readFileSync } from "node:fs";
import { anonymous, type Caller, userCaller } from "../../shared/access/caller.ts";
import { Unauthenticated } from "../../shared/access/unauthenticated.ts";
import { scopesOfRole } from "../../shared/access/scopes.ts";
import { type GraphqlContext, newRequest } from "../context.ts";
import { MemorySources } from "../stores.fixture.ts";
import { type GraphqlServer, type GraphqlServerOptions, startGraphqlServer } from "./apollo.ts";

const schemaText = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");

/** "Bearer NAME" is the user NAME, who is an admin; "Bearer forged" holds for nobody. */
async function identify({
  authorization,
  address,
}: Parameters<GraphqlServerOptions["identify"]>[0]): Promise<Caller> {
  if (authorization === null) return anonymous(scopesOfRole.READER, address);
  const name = authorization.replace("Bearer ", "");
  if (name === "forged") throw new Unauthenticated("The token does not hold: get another one.");
  return userCaller(name, "ADMIN", address);
}

export interface BareServer extends GraphqlServer {
  /** What callers saw masked. */
  readonly errors: unknown[];
  /** `networks` and `sources` can be asked for. */
  ask(query: string | null, headers?: Record<string, string>, rest?: object): Promise<BareAnswer>;
}

export interface BareAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The first error's. */
  readonly code: unknown;
}

export async function startBareServer(
  options: Partial<GraphqlServerOptions> = {},
  sources = new MemorySources(),
): Promise<BareServer> {
  const errors: unknown[] = [];
  const server = await startGraphqlServer({
    port: 0,
    schemaText,
    identify,
    context: async (caller) =>
      ({ ...newRequest(caller), networks: [], sources }) as unknown as GraphqlContext,
    verifyIam: async () => false,
    onError: (error) => errors.push(error),
    ...options,
  });
  return {
    ...server,
    errors,
    async ask(query, headers = {}, rest = {}) {
      const response = await fetch(server.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ ...(query === null ? {} : { query }), ...rest }),
      });
      return answerOf(response);
    },
  };
}

export async function answerOf(response: Response): Promise<BareAnswer> {
  const text = await response.text();
  const body = text.startsWith("{")
    ? (JSON.parse(text) as { code?: unknown; errors?: { extensions?: { code?: unknown } }[] })
    : {};
  const code = body.code ?? body.errors?.[0]?.extensions?.code;
  return { status: response.status, headers: response.headers, text, code };
}
