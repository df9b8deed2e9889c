import { readFileSync } from "node:fs";
import { parse as parseCsv } from "csv-parse/sync";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import type { OfferContent } from "../offer/model.ts";
import { CSV_COLUMNS } from "./csv.ts";
import type { ExportedOffer } from "./format.ts";
import { FORMAT_NAMES, formats } from "./formats.ts";

function offer(content: Partial<OfferContent> = {}, sourceOfferId = "1"): ExportedOffer {
  const record = sampleRecord({ sourceOfferId, content });
  return {
    ...record.content,
    id: record.offerId,
    sourceId: record.sourceId,
    networkId: record.networkId,
    sourceOfferId,
    status: record.status,
    version: record.version,
    firstSeenAt: record.firstSeenAt,
    changedAt: record.changedAt,
    lastSeenAt: null,
    lastVerifiedAt: null,
    sandbox: false,
    disclosure: null,
  };
}

const image = ["https://img.example/1.jpg"];
const eur = (amount: string) => ({ amount, currency: "EUR" });

test.each(FORMAT_NAMES)("%s: an offer is one line, whatever its texts hold", (name) => {
  const nasty = offer({ title: "a\nb", description: "c\r\nd\u2028e", images: image, tags: ["f\ng"] });
  const text = formats[name].part([nasty]);
  expect(text.match(/[\r\n]+/g)).toHaveLength(1);
  expect(text.endsWith("\n")).toBe(true);
});

test.each(FORMAT_NAMES)("%s: parts are the same file however they are divided", (name) => {
  const offers = ["1", "2", "3"].map((id) => offer({ images: image }, id));
  const { part } = formats[name];
  expect(part(offers.slice(0, 1)) + part(offers.slice(1))).toBe(part(offers));
});

test("JSON lines hold every field as it is", () => {
  const given = offer({ tags: ["a"] });
  expect(JSON.parse(formats.jsonl.part([given]))).toEqual(given);
});

describe("CSV", () => {
  const read = (...offers: ExportedOffer[]): Record<string, string>[] =>
    parseCsv(formats.csv.head("") + formats.csv.part(offers), { columns: true, record_delimiter: "\r\n" });

  test("is read back as it was written: commas, quotes, lists, nothing", () => {
    const [row] = read(
      offer({
        title: 'Shoes, "light"',
        categories: ["A > B", "C"],
        description: null,
        originalPrice: eur("99.00"),
      }),
    );
    expect(Object.keys(row ?? {})).toEqual(Object.keys(CSV_COLUMNS));
    expect(row).toMatchObject({
      id: "src:1",
      title: 'Shoes, "light"',
      categories: "A > B | C",
      description: "",
      price: "80.00",
      originalPrice: "99.00",
      currency: "EUR",
      sandbox: "false",
    });
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://evil.example")'])(
    "keeps spreadsheets from computing %j",
    (title) => {
      const [row] = read(offer({ title }));
      expect(row?.["title"]).toBe(`'${title}`);
    },
  );
});

describe("Google Merchant", () => {
  /** Elements of all items in order, as a strict XML parser reads them. */
  function read(...offers: ExportedOffer[]): [string, string][] {
    const parser = new SaxesParser({ xmlns: true });
    const found: [string, string][] = [];
    let text = "";
    parser.on("error", (error) => {
      throw error;
    });
    parser.on("opentag", () => (text = ""));
    parser.on("text", (piece) => (text += piece));
    parser.on("closetag", ({ name }) => found.push([name, text]));
    const { head, part, foot } = formats["google-merchant"];
    parser.write(head("https://api.example/?a=1&b=2") + part(offers) + foot).close();
    return found;
  }

  test("is RSS 2.0 with Google's elements", () => {
    const elements = read(
      offer({
        images: [...image, "https://img.example/2.jpg?a=1&b=2"],
        originalPrice: eur("100.00"),
        gtin: "04006381333931",
      }),
    );
    expect(elements).toEqual(
      [
        ["title", "Offerfeed"],
        ["link", "https://api.example/?a=1&b=2"],
        ["description", "Products of affiliate networks"],
        ["guid", "src:1"],
        ["g:id", "src:1"],
        ["g:title", "Trail running shoes"],
        ["g:description", "Light and grippy."],
        ["g:link", "https://track.example/c?p=1"],
        ["g:image_link", "https://img.example/1.jpg"],
        ["g:additional_image_link", "https://img.example/2.jpg?a=1&b=2"],
        ["g:availability", "in_stock"],
        ["g:price", "100.00 EUR"],
        ["g:sale_price", "80.00 EUR"],
        ["g:product_type", "Fashion > Shoes"],
        ["g:gtin", "04006381333931"],
        ["item", ""],
        ["channel", ""],
        ["rss", ""],
      ].map(([name, text]) => [name, ["item", "channel", "rss"].includes(name!) ? expect.anything() : text]),
    );
  });

  const of = (name: string, ...offers: ExportedOffer[]): string[] =>
    read(...offers)
      .filter(([element]) => element === name)
      .map(([, text]) => text);

  test("is well-formed whatever the texts hold", () => {
    const title = "<b>&amp; ]]> \u0000\u000B\uD800 😀";
    expect(of("g:title", offer({ title, images: image }))).toEqual(["<b>&amp; ]]>  😀"]);
  });

  test("has no sale price where the price is no lower, or in another currency", () => {
    const others = [eur("80.00"), eur("79.00"), { amount: "100.00", currency: "USD" }];
    const offers = others.map((originalPrice) => offer({ originalPrice, images: image }));
    expect(of("g:sale_price", ...offers)).toEqual([]);
  });

  test("keeps to Google's lengths; a longer id is a stable hash", () => {
    const long = offer({ title: "ü".repeat(200), images: image }, "x".repeat(60));
    expect(of("g:title", long)[0]).toHaveLength(150);
    expect(of("g:id", long)[0]).toMatch(/^[\w-]{43}$/);
    expect(of("g:id", long)).toEqual(of("g:id", long));
    expect(of("guid", long)).toEqual([long.id]);
  });

  test("leaves out, and counts, what Google cannot take", () => {
    const { part } = formats["google-merchant"];
    const text = part([
      offer({ kind: "COUPON", images: image }),
      offer({ price: null, images: image }),
      offer({ images: [] }),
      offer({ availability: "PREORDER", images: image }),
      offer({ kind: "DEAL", images: image }),
    ]);
    expect(text).toBe(
      "<!-- left out: 2 not a product, 1 without a price, 1 without an image, 1 not there yet, on a day that is not known -->\n",
    );
  });

  test("says what comes from a sandbox", () => {
    expect(
      of("g:custom_label_0", { ...offer({ images: image }), sandbox: true }, offer({ images: image })),
    ).toEqual(["sandbox"]);
  });
});

test("the columns of CSV stand in the documentation", () => {
  const documented = readFileSync(new URL("../../docs/rest.md", import.meta.url), "utf8");
  const columns = Object.keys(CSV_COLUMNS).map((column) => `\`${column}\``);
  expect(documented).toContain(`Columns of \`csv\`: ${columns.join(", ")}.`);
});
