/** Offers that follow their dates in the whole feed: by the template's own function and by the command line's pass. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { expireNow } from "../local/cli/expire.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { expectAgreement } from "./agreement.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

let test: TestFeed;
beforeAll(async () => {
  test = await startTestFeed();
}, 120_000);
afterAll(() => test.discard());

const HOUR = 3_600_000;
const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** As a sync left it an hour ago, when its date lay ahead. */
async function left(sourceOfferId: string, what: Parameters<typeof sampleRecord>[0]): Promise<void> {
  const record = sampleRecord({ sourceOfferId, changedAt: fromNow(-HOUR), ...what });
  await test.feed.ledger.write([{ record, expected: 0 }]);
}

interface Told {
  readonly offerChanges: {
    readonly nodes: readonly { readonly type: string; readonly offer: { readonly status: string } }[];
  };
  readonly offer: {
    readonly versions: {
      readonly nodes: readonly { readonly cause: string; readonly changedFields: string[] }[];
    };
  };
}

it("a passed end becomes a version, a change, a line of the archive", async () => {
  await left("ends", { content: { endsAt: fromNow(-1) } });
  await test.idle();
  const { name } = test.cloud.functionByEntry("functions/expire-offers.ts");
  const { outcome } = await test.cloud.invoke(name, {});
  expect(outcome.ok && JSON.parse(outcome.payload)).toEqual({
    expired: 1,
    started: 0,
    conflicts: 0,
    finished: true,
  });
  await test.idle();
  const told = await test.query<Told>(`{
    offerChanges { nodes { type offer { status } } }
    offer(id: "src:ends") { versions { nodes { cause changedFields } } }
  }`);
  expect(told.offerChanges.nodes.at(-1)).toEqual({ type: "UPDATED", offer: { status: "EXPIRED" } });
  expect(told.offer.versions.nodes[0]).toEqual({ cause: "EXPIRY", changedFields: ["status"] });
  await expectAgreement(test.feed);
});

it("a passed start makes an offer ACTIVE, for the command line too", async () => {
  await left("starts", { status: "SCHEDULED", content: { startsAt: fromNow(-1), endsAt: fromNow(HOUR) } });
  expect(await expireNow(test.feed)).toEqual({ expired: 0, started: 1, conflicts: 0, finished: true });
  await test.idle();
  expect(await test.feed.ledger.current("src:starts")).toMatchObject({ status: "ACTIVE", cause: "START" });
  await expectAgreement(test.feed);
});
