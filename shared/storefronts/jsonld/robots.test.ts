/** robots.txt, by RFC 9309. */
import { describe, expect, test } from "vitest";
import { NO_ROBOTS, parseRobots } from "./robots.ts";

const read = (text: string) => parseRobots(text, "offerfeed");

describe("what may be asked for", () => {
  test.each([
    ["User-agent: *\nDisallow: /cart", "/cart/1", false],
    ["User-agent: *\nDisallow: /cart", "/deals/cart", true],
    ["User-agent: *\nDisallow:", "/anything", true],
    ["User-agent: *\nDisallow: /", "/", false],
    ["User-agent: *\nDisallow: /deals\nAllow: /deals/new", "/deals/new/x", true],
    ["User-agent: *\nAllow: /page\nDisallow: /page", "/page", true],
    ["User-agent: *\nDisallow: /*?sort=", "/deals?sort=price", false],
    ["User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false],
    ["User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", true],
    ["User-agent: *\nDisallow: /exact$", "/exact", false],
    ["User-agent: *\nDisallow: /exact$", "/exactly", true],
    ["User-agent: *\nDisallow: /a*b*c", "/a-b-c", false],
    ["User-agent: *\nDisallow: /a*b*c", "/a-c-b", true],
    ["user-agent: GPTBot\ndisallow: /", "/deals", true],
    ["Disallow: /", "/belongs-to-nobody", true],
  ])("%j: %s %s", (text, path, allowed) => {
    expect(read(text).allows(path)).toBe(allowed);
  });

  test("our own group counts in place of everybody's", () => {
    const robots = read(
      "User-agent: *\nDisallow: /\n\nUser-agent: Offerfeed\nUser-agent: Other\nDisallow: /x",
    );
    expect([robots.allows("/deals"), robots.allows("/x")]).toEqual([true, false]);
  });

  test("a slow rule is no way to stop us", () => {
    const rule = `/${"*a".repeat(50)}b`;
    expect(read(`User-agent: *\nDisallow: ${rule}`).allows(`/${"a".repeat(5_000)}`)).toBe(true);
  });

  test("without a file is everything", () => {
    expect(NO_ROBOTS.allows("/anything")).toBe(true);
  });
});

test("sitemaps belong to everybody, wherever they stand, and comments to nobody", () => {
  const robots = read(
    "\ufeffSitemap: https://a.example/1.xml # first\r\nUser-agent: x\r\nSitemap: https://b.example/2.xml.gz\r\nDisallow: /\r\n",
  );
  expect(robots.sitemaps).toEqual(["https://a.example/1.xml", "https://b.example/2.xml.gz"]);
});

test.each([
  ["User-agent: *\nCrawl-delay: 10", 10],
  ["User-agent: *\nCrawl-delay: 0.5", 0.5],
  ["User-agent: *\nCrawl-delay: soon", null],
  ["User-agent: other\nCrawl-delay: 10", null],
])("%j asks for a delay of %j", (text, delay) => {
  expect(read(text).crawlDelay).toBe(delay);
});
