import fc from "fast-check";
import { hash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SeenIndex } from "./seen-index.ts";

const print = (text: string): string => hash("sha256", text, "base64url");

describe("SeenIndex", () => {
  it("tells new, changed, unchanged and repeated offers, as a Map would", () => {
    const ids = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.constantFrom("x", "y")), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(ids, ids, (known, listed) => {
        const index = new SeenIndex();
        const before = new Map<string, string>();
        for (const [id, content] of known) {
          if (!before.has(id)) before.set(id, content);
          index.addKnown(id, print(content));
        }
        const seen = new Set<string>();
        for (const [id, content] of listed) {
          const expected = seen.has(id)
            ? "repeated"
            : !before.has(id)
              ? "new"
              : before.get(id) === content
                ? "unchanged"
                : "changed";
          expect(index.see(id, print(content))).toBe(expected);
          seen.add(id);
        }
        expect(index.known).toBe(before.size);
        expect(index.unseen).toBe([...before.keys()].filter((id) => !seen.has(id)).length);
        for (const id of before.keys()) expect(index.hasSeen(id)).toBe(seen.has(id));
      }),
    );
  });

  it("holds a hundred thousand offers as it grows", () => {
    const index = new SeenIndex();
    for (let place = 0; place < 100_000; place += 1) index.addKnown(`id-${place}`, print("x"));
    for (let place = 0; place < 100_000; place += 2)
      expect(index.see(`id-${place}`, print("x"))).toBe("unchanged");
    expect([index.known, index.unseen]).toEqual([100_000, 50_000]);
  });
});
