import { describe, expect, test } from "vitest";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import type { DisplayPolicy } from "./adapter.ts";
import { disclosureOf, isStale, limitsAge, shownContent, staleOffers } from "./display.ts";

const policy = (given: Partial<DisplayPolicy>): DisplayPolicy => ({
  maxAgeHours: null,
  withheldFields: [],
  disclosure: null,
  source: "its terms",
  ...given,
});
const policies = {
  strict: policy({
    maxAgeHours: 24,
    withheldFields: ["description", "images"],
    disclosure: "As an affiliate …",
  }),
  free: policy({}),
};
const NOW = new Date("2026-11-20T12:00:00Z");
const hoursAgo = (hours: number): string => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
const source = (networkId: string, lastCompleteAt: string | null) => ({ id: "s", networkId, lastCompleteAt });

describe("content", () => {
  const { content } = sampleRecord({ content: { description: "text", images: ["https://i.example/1.jpg"] } });

  test("loses the fields that its network withholds, and no other", () => {
    const shown = shownContent("strict", content, policies);
    expect(shown).toEqual({ ...content, description: null, images: [] });
  });

  test.each(["free", "unknown"])(
    "of a network that withholds nothing (%s) is shown as it is",
    (networkId) => {
      expect(shownContent(networkId, content, policies)).toEqual(content);
    },
  );

  test("comes with its network's disclosure", () => {
    expect(["strict", "free", "unknown"].map((id) => disclosureOf(id, policies))).toEqual([
      "As an affiliate …",
      null,
      null,
    ]);
  });
});

describe("an offer of a network that limits its age", () => {
  const stale = (networkId: string, lastCompleteAt: string | null) =>
    staleOffers([source(networkId, lastCompleteAt)], NOW, policies);
  const changed = (hours: number) => ({ sourceId: "s", changedAt: hoursAgo(hours), saidAt: null });

  test("is shown while its source was listed completely in time, however old its last change", () => {
    expect(stale("strict", hoursAgo(23))).toEqual([]);
  });

  test.each([
    ["too long ago", hoursAgo(25)],
    ["never", null],
  ])("is shown only if it changed in time when its source was listed completely %s", (_, lastCompleteAt) => {
    const found = stale("strict", lastCompleteAt);
    expect([isStale(changed(23), found), isStale(changed(25), found)]).toEqual([false, true]);
  });

  test("is no fresher for a version that its dates or an admin made", () => {
    const started = (hours: number) => ({ ...changed(1), saidAt: hoursAgo(hours) });
    const found = stale("strict", null);
    expect([isStale(started(23), found), isStale(started(25), found)]).toEqual([false, true]);
  });

  test("of another source is not touched", () => {
    expect(isStale({ ...changed(99), sourceId: "other" }, stale("strict", null))).toBe(false);
  });

  test("is not looked for where no network limits anything", () => {
    expect([limitsAge(policies), limitsAge({ free: policies.free })]).toEqual([true, false]);
    expect(stale("free", null)).toEqual([]);
  });
});
