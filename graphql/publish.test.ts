import { expect, test } from "vitest";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { serveAnswers } from "./answers.fixture.ts";
import { toOfferChange } from "./offer-view.ts";
import { PublishFailed, publishOfferChanges } from "./publish.ts";

const sign = async ({ headers }: { headers: Readonly<Record<string, string>> }) => ({ ...headers });
const ok = { status: 200, body: '{"data":{}}' };
const changes = (count: number, description: string | null = null) =>
  Array.from({ length: count }, (_, i) =>
    toOfferChange(sampleRecord({ sourceOfferId: String(i), content: { description } })),
  );
const payloads = (body: string) => Object.keys((JSON.parse(body) as { variables: object }).variables).length;

test("several changes go in one request, in batches", async () => {
  const { url, bodies } = await serveAnswers(ok);
  await publishOfferChanges(url, changes(60), sign);
  expect(bodies.map(payloads)).toEqual([25, 25, 10]);
});

test("batches keep below what AppSync takes", async () => {
  const { url, bodies } = await serveAnswers(ok);
  await publishOfferChanges(url, changes(6, "x".repeat(200_000)), sign);
  expect(bodies.map(payloads)).toEqual([2, 2, 2]);
});

test("a change that is too large for any subscriber does not hold back the others", async () => {
  const { url, bodies } = await serveAnswers(ok);
  await publishOfferChanges(url, [...changes(1, "x".repeat(300_000)), ...changes(1)], sign);
  expect(bodies.map(payloads)).toEqual([1]);
});

test("a server error is tried again", async () => {
  const { url, bodies } = await serveAnswers({ status: 503, body: "" }, ok);
  await publishOfferChanges(url, changes(1), sign);
  expect(bodies).toHaveLength(2);
});

test("a refusal is not", async () => {
  const { url, bodies } = await serveAnswers({ status: 401, body: "no" });
  await expect(publishOfferChanges(url, changes(1), sign)).rejects.toThrow(PublishFailed);
  expect(bodies).toHaveLength(1);
});

test("errors in the answer are errors", async () => {
  const { url } = await serveAnswers({
    status: 200,
    body: '{"data":null,"errors":[{"message":"Not Authorized"}]}',
  });
  await expect(publishOfferChanges(url, changes(1), sign)).rejects.toThrow("Not Authorized");
});

test("nothing to publish is no request", async () => {
  await expect(publishOfferChanges("http://127.0.0.1:1/none", [], sign)).resolves.toBeUndefined();
});
