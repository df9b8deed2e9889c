import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAccessTable, type DynamoEngine, startDynamo } from "../../test/engines/dynamodb.ts";
import { ApiKeys } from "./api-keys.ts";
import { AuditLog } from "./audit.ts";
import { anonymous, userCaller } from "./caller.ts";
import { AccessControl } from "./control.ts";
import { identifier } from "./identify.ts";
import { Unauthenticated } from "./unauthenticated.ts";

let dynamo: DynamoEngine;
let keys: ApiKeys;
let access: AccessControl;
let audit: AuditLog;
let now = new Date("2026-06-01T00:00:00Z");
const admin = userCaller("ann", "ADMIN");

beforeAll(async () => {
  dynamo = await startDynamo();
  const table = await createAccessTable(dynamo.client);
  keys = new ApiKeys(dynamo.documents, table);
  access = new AccessControl(keys, () => now);
  audit = new AuditLog(dynamo.documents, table, () => now);
}, 30_000);
afterAll(() => dynamo.stop());

async function made(input: Partial<Parameters<AccessControl["createApiKey"]>[0]> = {}) {
  const outcome = await access.createApiKey({ name: "ranking", role: "READER", ...input }, admin);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

const send = (authorization: string | null) =>
  identifier({
    keys,
    verifyToken: async () => {
      throw new Unauthenticated("no token");
    },
    anonymousScopes: ["offers:read"],
    now: () => now,
  })({ authorization, address: "192.0.2.7" });

test("a key's holder is known by it, with its scopes; the key itself is stored nowhere", async () => {
  const { key, secret } = await made({ role: "EDITOR", scopes: ["offers:read", "offers:curate"] });
  const caller = await send(`Bearer ${secret}`);
  expect(caller).toMatchObject({
    author: `key:${key.id} (ranking)`,
    kind: "API_KEY",
    role: "EDITOR",
    address: "192.0.2.7",
  });
  expect([...caller.scopes].sort()).toEqual(["offers:curate", "offers:read"]);
  expect(await send(secret)).toMatchObject({ kind: "API_KEY" });
  const { Items } = await dynamo.documents.send(new ScanCommand({ TableName: "access" }));
  const stored = JSON.stringify(Items);
  expect(stored).toContain(key.id);
  expect(stored).not.toContain(secret.slice(-43));
});

test("when a key was last used is known to the hour", async () => {
  const { key, secret } = await made();
  const lastUsed = async () => (await access.list()).find(({ id }) => id === key.id)?.lastUsedAt;
  expect(await lastUsed()).toBeNull();
  await send(`Bearer ${secret}`);
  const first = await lastUsed();
  expect(first).toBe(now.toISOString());
  now = new Date(now.getTime() + 600_000);
  await send(`Bearer ${secret}`);
  expect(await lastUsed()).toBe(first);
  now = new Date(now.getTime() + 3_600_000);
  await send(`Bearer ${secret}`);
  expect(await lastUsed()).toBe(now.toISOString());
});

test("a key ends when it expires or is revoked, and says so; revoking twice keeps the first time", async () => {
  const end = new Date(now.getTime() + 60_000).toISOString();
  const { secret } = await made({ expiresAt: end });
  expect((await send(`Bearer ${secret}`)).expiresAt).toBe(Date.parse(end));
  now = new Date(now.getTime() + 61_000);
  await expect(send(`Bearer ${secret}`)).rejects.toThrow(/has expired/);

  const other = await made();
  const revoked = await access.revokeApiKey(other.key.id);
  await expect(send(`Bearer ${other.secret}`)).rejects.toThrow(/was revoked/);
  now = new Date(now.getTime() + 1000);
  expect(await access.revokeApiKey(other.key.id)).toEqual(revoked);
});

test.each([
  ["of a key that never was", `ofk_${"0".repeat(16)}_${"a".repeat(43)}`, /no such API key/],
  ["of the wrong form", "ofk_x", /no such API key/],
  ["of another scheme", "Basic YTpi", /Bearer/],
  ["of two words", "Bearer a b", /Bearer/],
  ["of a token that does not hold", "Bearer a.b.c", /no token/],
])("a header %s is refused and never taken for none", async (_, header, message) => {
  await expect(send(header)).rejects.toThrow(Unauthenticated);
  await expect(send(header)).rejects.toThrow(message);
});

test("the right id with another secret is refused like a key that never was", async () => {
  const { key } = await made();
  await expect(send(`Bearer ofk_${key.id}_${"a".repeat(43)}`)).rejects.toThrow(/no such API key/);
});

test("without a header one is anybody", async () => {
  expect(await send(null)).toMatchObject({ kind: "ANONYMOUS", author: "anonymous" });
  expect([...(await send("")).scopes]).toEqual(["offers:read"]);
});

test.each([
  ["no name", { name: "  " }, "API_KEY_INVALID"],
  ["a name too long", { name: "x".repeat(101) }, "API_KEY_INVALID"],
  ["an unknown scope", { scopes: ["offers:eat"] }, "API_KEY_INVALID"],
  ["a scope beyond its role", { scopes: ["sync:run"] }, "API_KEY_INVALID"],
  ["no scope at all", { scopes: [] }, "API_KEY_INVALID"],
  ["an end that has passed", { expiresAt: "2020-01-01T00:00:00Z" }, "API_KEY_INVALID"],
  ["an end that is no time", { expiresAt: "soon" }, "API_KEY_INVALID"],
])("a key with %s is not made", async (_, input, code) => {
  const before = (await access.list()).length;
  const outcome = await access.createApiKey({ name: "x", role: "READER", ...input }, admin);
  expect(outcome).toMatchObject({ ok: false, error: { code } });
  expect(await access.list()).toHaveLength(before);
});

test("nobody hands on what they have not", async () => {
  const narrow = { ...admin, scopes: new Set(["access:manage", "offers:read"] as const) };
  expect(await access.createApiKey({ name: "x", role: "ADMIN" }, narrow)).toMatchObject({
    error: { code: "SCOPE_EXCEEDED" },
  });
  expect(
    await access.createApiKey({ name: "x", role: "READER", scopes: ["offers:read"] }, narrow),
  ).toMatchObject({
    ok: true,
  });
});

test("revoking a key that is not there is a mistake", async () => {
  expect(await access.revokeApiKey("nope")).toMatchObject({ error: { code: "API_KEY_NOT_FOUND" } });
});

test("the audit log tells the newest first, a page at a time, of an author or an action alone", async () => {
  const act = async (author: string, action: string, minute: number) => {
    now = new Date(Date.UTC(2026, 6, 1, 0, minute));
    const entry = await audit.begin(userCaller(author, "ADMIN", "192.0.2.1"), {
      action,
      arguments: { id: minute },
    });
    await entry.end({
      outcome: minute === 2 ? "REFUSED" : "DONE",
      codes: minute === 2 ? ["OFFER_NOT_FOUND"] : [],
    });
  };
  for (let minute = 0; minute < 5; minute += 1) {
    await act(minute % 2 === 0 ? "ann" : "bob", minute < 3 ? "hideOffer" : "addSource", minute);
  }
  now = new Date(now.getTime() + 1);
  await audit.begin(userCaller("cat", "ADMIN"), { action: "syncAll", arguments: {} });

  const first = await audit.list({ first: 3, after: null });
  expect(first.entries.map(({ author, outcome }) => [author, outcome])).toEqual([
    ["cat", "STARTED"],
    ["ann", "DONE"],
    ["bob", "DONE"],
  ]);
  expect(first.hasNextPage).toBe(true);
  const second = await audit.list({ first: 3, after: first.endCursor });
  expect(second.entries.map((entry) => entry.arguments["id"])).toEqual([2, 1, 0]);
  expect(second.entries[0]).toMatchObject({
    outcome: "REFUSED",
    codes: ["OFFER_NOT_FOUND"],
    address: "192.0.2.1",
  });
  expect(second.hasNextPage).toBe(false);
  const anns = await audit.list({ first: 2, after: null, author: "ann", action: "hideOffer" });
  expect(anns.entries.map((entry) => entry.arguments["id"])).toEqual([2, 0]);
  expect(anns.hasNextPage).toBe(false);
  await expect(audit.list({ first: 3, after: "x" })).rejects.toThrow(/not one of this list/);
});

test("nobody in particular may do what everybody may", () => {
  expect(anonymous([]).role).toBeNull();
});
