import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { CursorLapsed } from "../shared/webhooks/deliver.ts";
import { serveAnswers } from "./answers.fixture.ts";
import { sign, startTestApi, type TestApi } from "./hosts/api.fixture.ts";
import { changesReader, ChangesUnreadable } from "./read-changes.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(() => api.stop());

test("changes are read as the API shows them, with the place of each", async () => {
  await api.store(
    sampleRecord({ sourceOfferId: "a" }),
    sampleRecord({ sourceOfferId: "b", networkId: "cj" }),
  );
  const read = changesReader(api.server.url, sign);
  const page = await read({ since: null, filter: { networkIds: ["cj"] }, first: 100 });
  expect(page).toMatchObject({
    hasMore: false,
    nodes: [
      { offerId: "src:b", version: 1, offer: { title: "Trail running shoes", price: { amount: "80.00" } } },
    ],
  });
  const all = await read({ since: null, filter: {}, first: 1 });
  expect(await read({ since: all.nodes[0]?.cursor ?? "", filter: {}, first: 5 })).toMatchObject({
    nodes: [{ offerId: "src:b" }],
  });
});

test("a cursor that the API refuses is told from an API that does not answer", async () => {
  const first = 100;
  const read = changesReader(api.server.url, sign);
  await expect(read({ since: "rubbish", filter: {}, first })).rejects.toThrow(CursorLapsed);
  const { url } = await serveAnswers({ status: 503, body: "" });
  await expect(changesReader(url, sign)({ since: null, filter: {}, first })).rejects.toThrow(
    ChangesUnreadable,
  );
});

test("a page that is too large for an answer is asked for in parts", async () => {
  const tooLarge = {
    status: 200,
    body: '{"errors":[{"message":"too large","errorType":"ExecutionTimeout"}]}',
  };
  const page = { cursor: "c", hasMore: true, nodes: [] };
  const { url, bodies } = await serveAnswers(tooLarge, {
    status: 200,
    body: JSON.stringify({ data: { offerChanges: page } }),
  });
  expect(await changesReader(url, sign)({ since: null, filter: {}, first: 100 })).toEqual(page);
  expect(
    bodies.map((body) => (JSON.parse(body) as { variables: { first: number } }).variables.first),
  ).toEqual([100, 10]);
});
