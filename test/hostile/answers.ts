/** What an answer to hostile input must and must not be. */
import { request } from "node:http";
import { expect } from "vitest";

export interface HostileRequest {
  readonly title: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** In place of a body that is text. */
  readonly base64?: string;
}

export interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Sent as it is: `fetch` would mend paths and forbid methods and headers. */
export function send(
  origin: string,
  { method = "POST", path = "/graphql", ...rest }: HostileRequest,
): Promise<HostileAnswer> {
  const { hostname, port } = new URL(origin);
  const body = rest.base64 === undefined ? (rest.body ?? "") : Buffer.from(rest.base64, "base64");
  const headers = { ...(method === "GET" ? {} : { "content-type": "application/json" }), ...rest.headers };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    sent.on("error", reject);
    if (method === "GET") sent.end();
    else sent.end(body);
  });
}

/** Of the server's inside: SQL, stores, code, files, addresses. */
const INSIDE = [
  /\b(select|insert|update|delete|join|where)\b[^"]*\b(from|into|set|offers|offer_changes|names)\b/i,
  /syntax error at|relation "|column "|kysely|postgres|tsquery|pglite/i,
  /dynamo|ValidationException|ConditionalCheck|KeyConditionExpression|arn:aws|offerfeed-local-/i,
  /node_modules|node:internal|\n\s*at |\.[jt]s:\d|TypeError|ReferenceError|RangeError|ECONN|ENOENT/,
  /\/(work|tmp|home|etc|usr)\//,
];

/** The code that each error has, `OK` without one; REST's own too. */
export function codesIn(text: string): string[] {
  const body = JSON.parse(text) as {
    readonly code?: string;
    readonly errors?: readonly { readonly extensions?: { readonly code?: string }; readonly code?: string }[];
  };
  if (body.code !== undefined) return [body.code];
  const codes = (body.errors ?? []).map(({ extensions }) => String(extensions?.code));
  return codes.length === 0 ? ["OK"] : [...new Set(codes)];
}

/** @param given texts that an answer may repeat */
export function expectNothingOfTheInside(text: string, given: readonly string[] = []): void {
  const rest = given
    .filter((part) => part.length > 2)
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, part) => left.replaceAll(JSON.stringify(part).slice(1, -1), "…"), text);
  for (const pattern of INSIDE) expect(rest).not.toMatch(pattern);
}

export function expectHarmless(
  { status, headers, text }: HostileAnswer,
  given: readonly string[] = [],
): void {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(headers).not.toHaveProperty("set-cookie");
  expectNothingOfTheInside(text, given);
  if (text !== "") expect(codesIn(text)).not.toContain("INTERNAL_SERVER_ERROR");
}
