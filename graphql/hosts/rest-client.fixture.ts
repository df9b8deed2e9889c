/** A client of the REST API, on an API of its own that every test finds empty. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { startTestApi, type TestApi } from "./api.fixture.ts";

/** What bodies may hold; a test names what it wants, and what is not there fails its expectation. */
export interface Row {
  readonly id: string;
  readonly offerId: string;
  readonly author: string;
  readonly settings: unknown;
  readonly offer: { readonly id: string };
  readonly lastRun: { readonly id: string };
}

export interface Body {
  readonly nodes: readonly Row[];
  readonly errors: readonly { readonly parameter: string; readonly pointer: string }[];
  readonly totalCount: number;
  readonly kinds: unknown;
  readonly settings: unknown;
  readonly enabled: boolean;
  readonly status: unknown;
  readonly version: number;
  readonly overriddenFields: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

export interface RestClient {
  /** From the first hook on. */
  readonly api: TestApi;
  call(method: string, path: string, options?: RequestInit): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Stores ordinary offers of these names. */
  offers(...names: string[]): Promise<void>;
}

export const ids = ({ body }: Answer): string[] => body.nodes.map(({ id }) => id);

/** To be called at the top of a test file: it starts the API before its tests and stops it after them. */
export function restClient(): RestClient {
  let api: TestApi | null = null;
  const started = (): TestApi => {
    if (api === null) throw new Error("The API starts with the first test.");
    return api;
  };
  beforeAll(async () => {
    api = await startTestApi();
  }, 60_000);
  beforeEach(async () => {
    const { model, health, ledger, sources, control, errors } = started();
    await model.clear();
    started().role = "ADMIN";
    health.records.clear();
    for (const list of [ledger.records, sources.sources, sources.runs, control.calls, errors])
      list.length = 0;
  });
  afterAll(() => api?.stop());

  const call: RestClient["call"] = async (method, path, options = {}) => {
    const response = await fetch(started().server.restUrl + path, { method, ...options });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, text, body: (text === "" ? {} : JSON.parse(text)) as Body };
  };
  return {
    get api() {
      return started();
    },
    call,
    get: (path, headers = {}) => call("GET", path, { headers }),
    send: (method, path, body) =>
      call(
        method,
        path,
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      ),
    offers: (...names) => started().store(...names.map((sourceOfferId) => sampleRecord({ sourceOfferId }))),
  };
}
