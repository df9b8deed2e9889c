import { describe, expect, it, test } from "vitest";
import type { OfferContent, OfferStatus } from "../offer/model.ts";
import { normaliseOffer } from "../offer/normalise.ts";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import { dueAttributes, nextTransition } from "./due.ts";
import { transitioned } from "./expire.ts";
import { CURRENT, toItem, versionKey } from "./item.ts";
import type { VersionRecord } from "./records.ts";

const START = "2026-06-01T08:00:00Z";
const END = "2026-06-10T08:00:00Z";

const offer = (status: OfferStatus, content: Partial<OfferContent> = {}): VersionRecord =>
  sampleRecord({ status, content: { startsAt: START, endsAt: END, ...content } });

const at = (time: string, plusMs = 0): Date => new Date(Date.parse(time) + plusMs);

describe("an active offer", () => {
  it("is what it was a millisecond before its end, and EXPIRED at it", () => {
    expect(transitioned(offer("ACTIVE"), at(END, -1))).toBeNull();
    expect(transitioned(offer("ACTIVE"), at(END))).toMatchObject({ status: "EXPIRED", cause: "EXPIRY" });
  });

  it("stays active for ever without an end", () => {
    expect(transitioned(offer("ACTIVE", { endsAt: null }), at("2999-01-01T00:00:00Z"))).toBeNull();
  });
});

describe("a scheduled offer", () => {
  it("is what it was a millisecond before its start, and ACTIVE at it", () => {
    expect(transitioned(offer("SCHEDULED"), at(START, -1))).toBeNull();
    expect(transitioned(offer("SCHEDULED"), at(START))).toMatchObject({ status: "ACTIVE", cause: "START" });
  });

  it("whose start and end have both passed becomes EXPIRED in one version", () => {
    expect(transitioned(offer("SCHEDULED"), at(END))).toMatchObject({ status: "EXPIRED", cause: "EXPIRY" });
  });

  it("that ends before it starts is EXPIRED at its end", () => {
    const record = offer("SCHEDULED", { startsAt: END, endsAt: START });
    expect(transitioned(record, at(START))).toMatchObject({ status: "EXPIRED" });
  });
});

test("the version says what happened and nothing else: the source's state is as it was", () => {
  const before = sampleRecord({
    version: 3,
    content: { endsAt: END },
    author: "somebody",
    reason: "a reason",
    runSeq: 7,
    quiet: true,
    rawRef: "raw/1#2",
  });
  expect(transitioned(before, at(END))).toEqual({
    ...before,
    version: 4,
    status: "EXPIRED",
    previousStatus: "ACTIVE",
    cause: "EXPIRY",
    author: null,
    reason: null,
    runId: null,
    place: null,
    changedFields: ["status"],
    changedAt: "2026-06-10T08:00:00.000Z",
    quiet: false,
    saidAt: before.changedAt,
    rawRef: null,
  });
});

test.each<OfferStatus>(["HIDDEN", "REMOVED", "EXPIRED"])(
  "dates change nothing of an offer that is %s",
  (status) => {
    expect(nextTransition(offer(status))).toBeNull();
    expect(transitioned(offer(status), at("2030-01-01T00:00:00Z"))).toBeNull();
  },
);

describe("the index", () => {
  const dueAt = (record: VersionRecord): string | undefined => dueAttributes(record)["dueAt"]?.S;

  it("holds a scheduled offer by its start and an active one by its end", () => {
    expect([dueAt(offer("SCHEDULED")), dueAt(offer("ACTIVE"))]).toEqual([
      "2026-06-01T08:00:00.000Z",
      "2026-06-10T08:00:00.000Z",
    ]);
  });

  it("sorts instants with fractions of a second among those without", () => {
    const ends = ["2026-06-10T08:00:00.500Z", "2026-06-10T08:00:00Z", "2026-06-10T08:00:01Z"];
    const keys = ends.map((endsAt) => dueAt(offer("ACTIVE", { endsAt })) ?? "");
    expect(keys.toSorted()).toEqual([keys[1], keys[0], keys[2]]);
  });

  it("holds no end beyond the year 9999, which would sort as text before all others", () => {
    expect(dueAttributes(offer("ACTIVE", { endsAt: "+010000-01-01T00:00:00.000Z" }))).toEqual({});
  });

  it("holds current records only", () => {
    const record = offer("ACTIVE");
    expect(toItem(record, CURRENT)).toHaveProperty("dueAt");
    expect(toItem(record, versionKey(1))).not.toHaveProperty("dueAt");
  });

  it.each([
    ["summer", "2026-07-31", "2026-07-31T21:59:59.000Z"],
    ["winter", "2026-12-31", "2026-12-31T22:59:59.000Z"],
    ["the day on which summer time begins", "2026-03-29", "2026-03-29T21:59:59.000Z"],
    ["the day on which it ends", "2026-10-25", "2026-10-25T22:59:59.000Z"],
  ])("knows the last second of a day in Berlin, in %s", (_, endsAt, instant) => {
    const draft = {
      sourceOfferId: "1",
      kind: "DEAL",
      title: "Deal",
      trackingUrl: "https://a.example",
      endsAt,
    } as const;
    const content = normaliseOffer(draft, {
      timeZone: "Europe/Berlin",
      now: new Date("2026-01-01T00:00:00Z"),
    });
    const record = sampleRecord({ content });
    expect(dueAt(record)).toBe(instant);
    expect(transitioned(record, at(instant, -1))).toBeNull();
    expect(transitioned(record, at(instant))).toMatchObject({ status: "EXPIRED" });
  });
});
