import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
afterAll(() => api.stop());

const open = (path: string, accept = "text/html,*/*") =>
  fetch(new URL(path, api.server.url), { headers: { accept } });

test("a browser gets the page, whose policy lets nothing in from elsewhere", async () => {
  const response = await open("/graphql?query=%7Bstats%7Bactive%7D%7D");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  expect(await response.text()).not.toMatch(/https?:|src="\/\/|href="\/\//);
});

test("everything that the page asks for is served here, as what it is", async () => {
  const page = await (await open("/graphql")).text();
  const paths = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = ""]) => path);
  const workers = ["editorWorkerService", "json", "graphql"].map((name) => `/graphql/assets/${name}.js`);
  const answers = await Promise.all([...paths, ...workers].map((path) => open(path, "*/*")));
  expect(answers.map(({ headers }) => headers.get("content-type"))).toEqual([
    "text/css; charset=utf-8",
    ...Array.from({ length: 6 }, () => "text/javascript; charset=utf-8"),
  ]);
  expect((await open("/graphql/assets/none.js")).status).toBe(404);
});

test("programs get the API as before", async () => {
  expect((await open("/graphql", "application/json")).headers.get("content-type")).toContain("json");
  expect((await api.ask("{ stats { active } }")).data).toEqual({ stats: { active: 0 } });
});
