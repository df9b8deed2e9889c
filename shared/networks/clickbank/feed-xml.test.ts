/** Reading the feed's XML: its encoding, its nesting, its DOCTYPE. */
import { describe, expect, test } from "vitest";
import { FeedUnreadable } from "../adapter.ts";
import { feedSites, type FeedSite } from "./feed-xml.ts";

const HEAD = '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE Catalog SYSTEM "marketplace_feed_v2.dtd">';

/** In pieces of a few bytes, as a network may deliver them. */
async function* bytesOf(xml: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(xml, "latin1");
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

const read = (xml: string): Promise<FeedSite[]> => Array.fromAsync(feedSites(bytesOf(xml)));

describe("the feed", () => {
  test("gives each listing with the categories around it", async () => {
    const sites = await read(
      `${HEAD}<Catalog><Category><Name>Health &amp; Fitness</Name><Site><Id>A</Id></Site>
       <Category><Name>Sleep</Name><Site><Id>B</Id><Title> T </Title></Site></Category>
       <Site><Id>C</Id></Site></Category><Category><Name>Empty</Name></Category></Catalog>`,
    );
    expect(sites).toEqual([
      { fields: { Id: "A" }, path: ["Health & Fitness"] },
      { fields: { Id: "B", Title: "T" }, path: ["Health & Fitness", "Sleep"] },
      { fields: { Id: "C" }, path: ["Health & Fitness"] },
    ]);
  });

  test("is read in the encoding that it declares", async () => {
    const [site] = await read(
      `${HEAD}<Catalog><Category><Site><Title>Crème</Title></Site></Category></Catalog>`,
    );
    expect(site?.fields["Title"]).toBe("Crème");
  });

  test("leaves out what is empty: that is unknown, and not 0", async () => {
    const [site] = await read(
      `${HEAD}<Catalog><Category><Site><Id>A</Id><Gravity></Gravity><ActivateDate/></Site></Category></Catalog>`,
    );
    expect(site?.fields).toEqual({ Id: "A" });
  });

  test("keeps an entity that only its DTD would know, and decodes one level of the others", async () => {
    const [site] = await read(
      `${HEAD}<Catalog><Category><Site><Title>caf&eacute; &amp;amp; tea</Title></Site></Category></Catalog>`,
    );
    expect(site?.fields["Title"]).toBe("caf&eacute; &amp; tea");
  });

  test.each([
    [`${HEAD}<Catalog><Category><Site><Id>A</Id>`, /no whole XML/],
    ["<html><body>Not here any more</body></html>", /should be a <Catalog> and is a <html>/],
    ['{"error":"exception"}', /no whole XML/],
    ["", /no whole XML/],
  ])("that is %j is refused", async (xml, message) => {
    await expect(read(xml)).rejects.toThrow(FeedUnreadable);
    await expect(read(xml)).rejects.toThrow(message);
  });
});
