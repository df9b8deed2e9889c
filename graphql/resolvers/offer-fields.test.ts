import { userCaller } from "../../shared/access/caller.ts";
/** Versions that are so large that the ledger answers with fewer than were asked for. */
import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { NOW, usePast } from "../../shared/prices/past.fixture.ts";
import { newRequest, type ReadContext } from "../context.ts";
import type { OfferView } from "../offer-view.ts";
import { MemorySources } from "../stores.fixture.ts";
import { versions } from "./offer-fields.ts";

const past = usePast();

it("a page that the ledger cut short has a next one, and all pages together have every version", async () => {
  const id = await past.kept(
    Array.from({ length: 24 }, (_, place) => ({
      ago: 24 - place,
      content: { description: randomBytes(60_000).toString("base64") },
    })),
  );
  const context = {
    ...newRequest(userCaller("tester", "ADMIN"), NOW),
    ledger: past.ledger(),
    sources: new MemorySources(),
  } as unknown as ReadContext;
  const pages: number[][] = [];
  for (let after: string | null = null; ;) {
    const page = await versions({ id } as OfferView, { first: 50, after }, context);
    pages.push(page.nodes.map(({ version }) => version));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.flat()).toEqual(Array.from({ length: 24 }, (_, place) => 24 - place));
});
