import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everything, pieces } from "./reading.fixture.ts";
import { COMMON_RECORD_ELEMENTS, decodeXml } from "./xml.ts";
import type { XmlOptions } from "./xml.ts";

const GOOGLE = { g: "http://base.google.com/ns/1.0" };

const read = (text: string, options: Partial<XmlOptions> = {}, size?: number) =>
  everything(
    decodeXml(pieces(text, size), {
      recordElements: COMMON_RECORD_ELEMENTS,
      namespaces: GOOGLE,
      attributePrefix: "@",
      textKey: "#text",
      forceList: new Set(),
      lenient: false,
      maxRecordBytes: 10_000,
      ...options,
    }),
  );

const rss = (items: string, attributes = 'xmlns:g="http://base.google.com/ns/1.0"'): string =>
  `<?xml version="1.0"?>\n<rss ${attributes} version="2.0"><channel><title>Shop</title><link>https://s.example</link>${items}</channel></rss>`;

describe("records", () => {
  test("text, entities, CDATA, attributes and nested elements; numbers stay text", async () => {
    const { records } = await read(
      rss(
        "<item><g:id>0012</g:id><title>R&amp;D &#x645;&#1585;</title><description><![CDATA[<b>a & b</b>]]></description>" +
          '<g:price unit="x">10.00 EGP</g:price><empty/><g:shipping><g:country>EG</g:country></g:shipping></item>',
      ),
    );
    expect(records).toEqual([
      {
        "g:id": "0012",
        title: "R&D مر",
        description: "<b>a & b</b>",
        "g:price": { "@unit": "x", "#text": "10.00 EGP" },
        empty: "",
        "g:shipping": { "g:country": "EG" },
      },
    ]);
  });

  test("several children of one name are a list, one is itself, unless it is forced", async () => {
    const text = rss("<item><a>1</a><a>2</a><a>3</a><b>1</b></item>");
    expect((await read(text)).records).toEqual([{ a: ["1", "2", "3"], b: "1" }]);
    expect((await read(text, { forceList: new Set(["b"]) })).records).toEqual([
      { a: ["1", "2", "3"], b: ["1"] },
    ]);
  });

  test.each([
    ["another prefix", rss("<item><x:id>1</x:id></item>", 'xmlns:x="http://base.google.com/ns/1.0"')],
    ["https and a slash", rss("<item><g:id>1</g:id></item>", 'xmlns:g="https://base.google.com/ns/1.0/"')],
    [
      "a default namespace on the element",
      rss('<item><id xmlns="http://base.google.com/ns/1.0">1</id></item>', ""),
    ],
    ["a prefix nobody declared", rss("<item><g:id>1</g:id></item>", "")],
  ])("a namespace is known by its URI: %s", async (_name, text) => {
    expect((await read(text)).records).toEqual([{ "g:id": "1" }]);
  });

  test("Atom and RSS 1.0 variants are found", async () => {
    const atom =
      '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link rel="alternate" href="https://a"/></entry></feed>';
    const rdf =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">' +
      '<channel rdf:about="x"><title>t</title></channel><item rdf:about="y"><title>i</title></item></rdf:RDF>';
    expect((await read(atom)).records).toEqual([
      { id: "1", link: { "@rel": "alternate", "@href": "https://a" } },
    ]);
    expect((await read(rdf)).records).toEqual([{ "@rdf:about": "y", title: "i" }]);
  });

  test("a declared path, with * for any element", async () => {
    const { records } = await read(
      "<catalog><eu><p><sku>1</sku></p></eu><us><p><sku>2</sku></p></us></catalog>",
      {
        recordElements: ["/catalog/*/p"],
      },
    );
    expect(records).toEqual([{ sku: "1" }, { sku: "2" }]);
  });

  test("a record over the limit is rejected, and the rest is read", async () => {
    const { records, rejected } = await read(
      rss(`<item><id>1</id></item><item><id>2</id><t>${"x".repeat(400)}</t></item><item><id>3</id></item>`),
      { maxRecordBytes: 300 },
      100,
    );
    expect(records).toEqual([{ id: "1" }, { id: "3" }]);
    expect(rejected.map(({ record }) => record)).toEqual(["item 2"]);
  });

  test("an empty feed is whole", async () => {
    expect(await read(rss(""))).toEqual({ records: [], rejected: [], doubt: null });
  });

  test("what follows the root element does not matter", async () => {
    expect((await read(`${rss("<item><id>1</id></item>")}\n<!-- cached --> stray & text`)).records).toEqual([
      { id: "1" },
    ]);
  });
});

describe("what is not the feed", () => {
  test.each([
    ["another root element", "<urlset><url>x</url></urlset>", {}, /root element is <urlset>.*record_element/],
    ["nothing that could hold records", "<rss><other/></rss>", {}, /nothing in it can hold records/],
    [
      "a bare ampersand, read strictly",
      rss("<item><t>R&D</t></item>"),
      {},
      /cut off after 1 items.*bare & hides.*lenient/,
    ],
    ["a wrong end tag, read strictly", rss("<item><t>1</x></item>"), {}, /malformed near item 1.*lenient/],
    ["a cut inside a record", rss("<item><id>1</id></item>").slice(0, -30), {}, /cut off/],
    [
      "a cut inside a record, leniently",
      rss("<item><t>R&D</t></item>").slice(0, -30),
      { lenient: true },
      /cut off/,
    ],
    [
      "a cut between records, leniently",
      `${rss("<item><t>R&D</t></item>").slice(0, -16)}`,
      { lenient: true },
      /cut off/,
    ],
  ])("%s is unreadable", async (_what, text, options, message) => {
    await expect(read(text, options)).rejects.toThrow(message);
  });

  test("entities of a document type are not expanded", async () => {
    const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
    await expect(
      read(`${bomb}${rss("<item><t>&b;</t></item>").replace(/^<\?xml.*\?>/, "")}`),
    ).rejects.toThrow(/malformed/);
  });
});

describe("lenient reading", () => {
  const lenient = { lenient: true };

  test("goes on after the first mistake, with no record lost and none twice", async () => {
    const { records, rejected } = await read(
      rss("<item><g:id>1</g:id></item><item><g:id>2</g:id><t>R&D</t></item><item><g:id>3</g:id></item>"),
      lenient,
      9,
    );
    expect(records).toEqual([{ "g:id": "1" }, { "g:id": "2", t: "R&D" }, { "g:id": "3" }]);
    expect(rejected).toEqual([]);
  });

  test("survives a mistake before the first record, and keeps namespaces by their URI", async () => {
    const text = rss("<item><x:id>1</x:id></item>", 'xmlns:x="http://base.google.com/ns/1.0"').replace(
      "Shop",
      "R&D",
    );
    expect((await read(text, lenient)).records).toEqual([{ "g:id": "1" }]);
  });

  test("survives a bare & that no semicolon ever follows", async () => {
    const items = Array.from(
      { length: 200 },
      (_, index) => `<item><id>${index}</id><t>${index === 3 ? "R&D" : "x"}</t></item>`,
    );
    const { records } = await read(rss(items.join("")), { ...lenient, maxRecordBytes: 500 }, 64);
    expect(records.map(({ id }) => id)).toEqual(items.map((_, index) => String(index)));
  });

  test("survives unknown entities, control characters and CDATA after them", async () => {
    const { records } = await read(
      rss("<item><t>a&nbsp;\u000bb</t><d><![CDATA[<p>x & y</p>]]></d></item>"),
      lenient,
    );
    expect(records).toEqual([{ t: "a&nbsp;\u000bb", d: "<p>x & y</p>" }]);
  });

  test("reads the same records wherever the mistake is and however the text is cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 60 }), async (bad, size) => {
        const items = Array.from(
          { length: 10 },
          (_, index) => `<item>\r\n<g:id>${index}</g:id><t>قلم${index === bad ? " &" : ""} 😀</t></item>`,
        );
        const { records } = await read(rss(items.join("\r\n")), lenient, size);
        expect(records).toEqual(
          items.map((_, index) => ({ "g:id": String(index), t: `قلم${index === bad ? " &" : ""} 😀` })),
        );
      }),
      { numRuns: 150 },
    );
  });
});
