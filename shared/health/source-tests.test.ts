/** Tests and checks by other functions, over Lambda's own protocol: what they answer, and what becomes of it when they break off. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServiceRequest } from "../../local/cloud/endpoints/answer.ts";
import { type Endpoints, startEndpoints } from "../../local/cloud/endpoints/server.ts";
import { SOURCES_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import { sampleSource } from "../sources/samples.fixture.ts";
import { HealthControl } from "./control.ts";
import { SourceTests } from "./source-tests.ts";
import { HealthStore } from "./store.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "secret" };
const NOW = new Date("2026-06-01T00:00:00.000Z");
const passed = { outcome: "PASSED", message: "m", at: NOW.toISOString(), ms: 5, offers: 3, rejected: 0 };

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
let endpoints: Endpoints;
let tests: SourceTests;
let health: HealthStore;
let control: HealthControl;
/** What the next function answers, and whether it broke off. */
let next: { readonly body: unknown; readonly broken?: boolean };
const asked: { path: string; type: unknown; body: unknown }[] = [];

beforeAll(async () => {
  dynamo = await startDynamo();
  const lambdaService = ({ path, headers, body }: ServiceRequest) => {
    asked.push({
      path,
      type: headers["x-amz-invocation-type"],
      body: JSON.parse(body.toString()) as unknown,
    });
    if (headers["x-amz-invocation-type"] === "Event") return { status: 202, body: "" };
    return {
      status: 200,
      headers: next.broken ? { "x-amz-function-error": "Unhandled" } : {},
      body: JSON.stringify(next.body),
    };
  };
  endpoints = await startEndpoints([lambdaService], credentials);
  const lambda = new LambdaClient({ region: "us-east-1", endpoint: endpoints.url, credentials });
  health = new HealthStore(dynamo.documents, SOURCES_TABLE);
  tests = new SourceTests({ lambda, fetchFunctionArnPrefix: "fetch-", health, now: () => NOW });
  const sources = { get: async (id: string) => (id === "nobody" ? null : sampleSource({ id })) };
  control = new HealthControl({ sources, health, tests, lambda, checkFunctionArn: "check" });
});
afterAll(async () => {
  await endpoints.stop();
  await dynamo.stop();
});
beforeEach(() => void (asked.length = 0));

test("a source is tested by its network's function, and judged after it", async () => {
  next = { body: { tested: true, test: passed } };
  expect(await control.testSource("src")).toMatchObject({ ok: true, value: { test: passed } });
  expect(asked).toEqual([
    {
      path: "/2015-03-31/functions/fetch-awin/invocations",
      type: undefined,
      body: { sourceId: "src", test: true, seconds: 20 },
    },
    { path: "/2015-03-31/functions/check/invocations", type: "Event", body: { sourceId: "src" } },
  ]);
});

test("a source that is being synced is not judged anew, and whoever asked is told", async () => {
  next = { body: { tested: false, reason: "It is being synced." } };
  expect(await control.testSource("src")).toMatchObject({
    ok: false,
    error: { code: "ALREADY_RUNNING", message: "It is being synced." },
  });
  expect(asked).toHaveLength(1);
});

test("a function that breaks off over a test is a failed test, recorded without what it said", async () => {
  next = { body: { errorType: "Runtime.OutOfMemory", errorMessage: "token=s3cret" }, broken: true };
  const result = await tests.test(sampleSource({ id: "broken" }), 20);
  const test = {
    outcome: "FAILED",
    message: "The function fetch-awin broke off over it (Runtime.OutOfMemory): see the function's log.",
    at: NOW.toISOString(),
  };
  expect(result).toMatchObject({ tested: true, test });
  expect((await health.get("broken")).lastTest).toMatchObject(test);
});

test("a check that broke off says why", async () => {
  next = { body: { checked: 2, tested: ["a"], changes: [] } };
  expect(await control.checkAll()).toEqual({ checked: 2, tested: ["a"], changes: [] });
  next = {
    body: { errorType: "CheckFailed", errorMessage: 'Source "a" could not be judged.' },
    broken: true,
  };
  await expect(control.checkAll()).rejects.toThrow('The check broke off: Source "a" could not be judged.');
});
