/** What a page says to machines. */
import { expect, test } from "vitest";
import { isOfType, lastSegment, readPage } from "./page.ts";

const URL = "https://deals.example/deals/notewell?ref=x";
const script = (body: string, type = "application/ld+json") => `<script type="${type}">${body}</script>`;

test("JSON-LD comes as one object, a list or a graph, and in several blocks", () => {
  const html = [
    script('{"@type":"WebPage"}'),
    script('[{"@type":"Product"},{"@type":"Offer"}]', "application/ld+json; charset=utf-8"),
    script('{"@context":"https://schema.org","@graph":[{"@type":"ItemList"},[{"@type":"Course"}]]}'),
    script("var x = 1", "text/javascript"),
  ].join("");
  expect(readPage(html, URL).nodes.map((node) => node["@type"])).toEqual([
    "WebPage",
    "Product",
    "Offer",
    "ItemList",
    "Course",
  ]);
});

test.each([
  ["raw line breaks", '{"name":"a\nb"}'],
  ["a trailing comma", '{"name":"a",}'],
  ["entities", "{&quot;name&quot;:1}"],
  ["an HTML comment", '<!-- {"name":"a"} -->'],
])("a block with %s is skipped, and the page's others are kept", (_, block) => {
  const page = readPage(script(block) + script('{"@type":"Product"}'), URL);
  expect([page.nodes.length, page.brokenBlocks]).toEqual([1, 1]);
});

test("a page that is cut off inside a block has a broken one", () => {
  const page = readPage('<script type="application/ld+json">{"@type":"Prod', URL);
  expect([page.nodes.length, page.brokenBlocks]).toEqual([0, 1]);
});

test("the canonical address loses its query, and stands in for the page's own", () => {
  expect(readPage('<link rel="canonical" href="/deals/Notewell?utm=1#x">', URL).canonical).toBe(
    "https://deals.example/deals/Notewell",
  );
  expect(readPage("", URL).canonical).toBe("https://deals.example/deals/notewell");
});

test("the next page, feeds and links are absolute", () => {
  const page = readPage(
    `<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="alternate" hreflang="de" href="/de">
     <a href="/deals/a#top">A</a><a href="/deals/a">A</a><a href="mailto:x@y.example">M</a><a rel="nofollow next" href="?page=2">2</a>`,
    URL,
  );
  expect(page).toMatchObject({
    next: "https://deals.example/deals/notewell?page=2",
    feeds: ["https://deals.example/feed/"],
    links: ["https://deals.example/deals/a", "https://deals.example/deals/notewell?page=2"],
  });
});

test.each([
  ["https://schema.org/InStock", "InStock"],
  ["http://schema.org/SoldOut/", "SoldOut"],
  ["schema:PreOrder", "PreOrder"],
  ["InStock", "InStock"],
  ["", ""],
])("“%s” ends in “%s”", (name, last) => {
  expect(lastSegment(name)).toBe(last);
});

test("a node may have several types", () => {
  const types = new Set(["Product"]);
  expect(isOfType({ "@type": ["Thing", "https://schema.org/Product"] }, types)).toBe(true);
  expect(isOfType({ "@type": "WebPage" }, types)).toBe(false);
  expect(isOfType({}, types)).toBe(false);
});
