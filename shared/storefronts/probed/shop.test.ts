/** Finding out what a site runs on, and reading it whatever it is. */
import { afterEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import { type Answer, type Sandbox, text } from "../../sandbox/sandbox.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter as saasmantra } from "../../networks/saasmantra/index.ts";
import { adapter as saaswiz } from "../../networks/saaswiz/index.ts";
import { markupShop } from "../sandbox/markup-shop.ts";
import { shopsSandbox, webPage } from "../sandbox/shop.ts";
import { wooShop } from "../sandbox/woocommerce-shop.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes | null = null;
afterEach(async () => {
  await servers?.close();
  servers = null;
});

const markup = (host: string, hasSitemap = false) =>
  markupShop({ host, name: "Deals", seed: "probed", count: 120, currency: "USD", hasSitemap });

async function list(
  sandbox: Sandbox,
  settings: object = {},
  adapter: typeof saaswiz = saaswiz,
  cursor?: string | null,
  known: readonly string[] = [],
) {
  await servers?.close();
  servers = await startSandboxes({ sandboxes: [sandbox], now: () => NOW });
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: {},
    settings,
    cursor: cursor ?? null,
    known,
  });
}
const paths = () => (servers?.exchanges ?? []).map(({ path }) => path);

describe("a site", () => {
  test("of WooCommerce is read by its Store API", async () => {
    const shop = wooShop({
      host: "saaswiz.com",
      name: "SaaSWiz",
      seed: "probed-woo",
      count: 130,
      currency: "USD",
      minorUnit: 2,
      marketplace: true,
      keys: null,
      coupons: 0,
      categoriesOf: ({ goods, index }) => [goods.category, ...(index % 9 === 4 ? ["Expired Deals"] : [])],
    });
    const { offers, end } = await list(shopsSandbox({ "saaswiz.com": shop }));
    expect(end.coverage).toBe("COMPLETE");
    expect(offers.length).toBeGreaterThan(100);
    expect(
      offers.every(({ kind, categories }) => kind === "DEAL" && !categories?.includes("Expired Deals")),
    ).toBe(true);
  });

  test("with a sitemap is read page by page, and nothing that does not match is opened", async () => {
    const { offers, end } = await list(shopsSandbox({ "saaswiz.com": markup("saaswiz.com", true) }));
    expect([end.coverage, offers.length > 110]).toEqual(["COMPLETE", true]);
    expect(paths()).not.toContain("/about");
    expect(offers[0]?.trackingUrl).toMatch(/^https:\/\/saaswiz\.com\/deals\/[^?]+$/);
  });

  test("goes on after the page of its cursor", async () => {
    const shops = () => shopsSandbox({ "saaswiz.com": markup("saaswiz.com", true) });
    const whole = await list(shops());
    const rest = await list(shops(), {}, saaswiz, whole.pages[1]?.cursor);
    expect(rest.pages.flatMap(({ records }) => records)).toEqual(
      whole.pages.slice(2).flatMap(({ records }) => records),
    );
  });

  test("of more pages than the settings allow is capped", async () => {
    const { end } = await list(shopsSandbox({ "saaswiz.com": markup("saaswiz.com", true) }), {
      maxPages: 30,
    });
    expect(end).toEqual({
      coverage: "CAPPED",
      reason: "the site names 120 offers, and maxPages is 30",
    });
  });

  test("without a sitemap is read by its listing pages, and by the pages of what these only name", async () => {
    const { offers, end } = await list(shopsSandbox({ "saaswiz.com": markup("saaswiz.com") }));
    expect([end.coverage, offers.length > 110]).toEqual(["COMPLETE", true]);
    const opened = paths().filter((path) => path.startsWith("/deals/"));
    expect(opened.length).toBeGreaterThan(1);
    expect(opened.length).toBeLessThan(10);
  });

  test("that is at its other address keeps the ids of its deals", async () => {
    const gone = (): Answer => webPage("<h1>Gone</h1>", { status: 404 });
    const first = await list(
      shopsSandbox({ "saasmantra.com": markup("saasmantra.com") }),
      {},
      saasmantra as typeof saaswiz,
    );
    const second = await list(
      shopsSandbox({ "saasmantra.com": gone, "deals.saasmantra.com": markup("deals.saasmantra.com") }),
      {},
      saasmantra as typeof saaswiz,
    );
    const ids = ({ offers }: typeof first) => offers.map(({ sourceOfferId }) => sourceOfferId);
    expect(ids(second)).toEqual(ids(first));
  });
});

describe("a run fails, and says what to do, when", () => {
  const site = (answer: (path: string) => Answer): Sandbox => ({
    hosts: ["saaswiz.com", "parked.example"],
    handle: ({ url }) =>
      url.hostname === "saaswiz.com" ? answer(url.pathname) : webPage("<h1>Buy this name</h1>"),
  });

  test("the site leads to another one", async () => {
    const moved: Answer = { status: 302, headers: { location: "https://parked.example/" }, body: "" };
    await expect(list(site(() => moved))).rejects.toThrow(
      /leads to another site, parked\.example.*set baseUrl/,
    );
  });

  test("nothing of a shop is there", async () => {
    await expect(list(site(() => webPage("<h1>For sale</h1>")))).rejects.toThrow(
      /No shop was found \(https:\/\/saaswiz\.com\/wp-json\/: .*products\.json: .*sitemap\.xml: none.*\/deals: .*generic-feed/,
    );
  });

  test("most pages have lost their markup", async () => {
    const address = (number: number) => `https://saaswiz.com/deals/d${number}`;
    const locations = Array.from(
      { length: 25 },
      (_, place) => `<url><loc>${address(place)}</loc></url>`,
    ).join("");
    const bare = site((path) => {
      if (path === "/sitemap.xml") return text(`<urlset>${locations}</urlset>`, 200, "application/xml");
      return path.startsWith("/deals/") || path === "/"
        ? webPage("<h1>A deal</h1>")
        : webPage("<h1>Not found</h1>", { status: 404 });
    });
    await expect(list(bare)).rejects.toThrow(
      /More than half of the pages \(20 of 20\) have no schema\.org markup/,
    );
  });
});

describe("robots.txt", () => {
  const ruled = (rules: string, hasSitemap: boolean): Sandbox => {
    const shop = markup("saaswiz.com", hasSitemap);
    return shopsSandbox({
      "saaswiz.com": (request, context) =>
        request.url.pathname === "/robots.txt" ? text(`User-agent: *\n${rules}`) : shop(request, context),
    });
  };

  test("keeps pages of offers closed", async () => {
    await list(ruled("Disallow: /deals/sku-1", true));
    expect(paths().filter((path) => path.startsWith("/deals/sku-1"))).toEqual([]);
  });

  test("keeps a listing page closed, and what there might have been is said", async () => {
    await expect(list(ruled("Disallow: /deals", false))).rejects.toThrow(
      /saaswiz\.com\/deals: robots\.txt asks not to read it/,
    );
    expect(paths().filter((path) => path.startsWith("/deals"))).toEqual([]);
  });

  test("keeps the pages after the first closed: the listing is a part", async () => {
    const { offers, end } = await list(ruled("Disallow: /*?page=", false));
    expect(offers.length).toBeGreaterThan(40);
    expect(end).toEqual({
      coverage: "PARTIAL",
      reason: "robots.txt asks not to read https://saaswiz.com/deals?page=2",
    });
    expect(paths().filter((path) => path.includes("?page="))).toEqual([]);
  });
});

describe("a site that shows no offer at all", () => {
  const empty = () =>
    shopsSandbox({
      "saaswiz.com": markupShop({
        host: "saaswiz.com",
        name: "Deals",
        seed: "probed",
        count: 0,
        currency: "USD",
      }),
    });

  test("ends none of those that are stored", async () => {
    const { end } = await list(empty(), {}, saaswiz, null, ["path-/deals/notewell"]);
    expect(end).toMatchObject({ coverage: "PARTIAL", reason: expect.stringContaining("some are stored") });
  });

  test("is simply empty when none are stored", async () => {
    expect((await list(empty())).end.coverage).toBe("COMPLETE");
  });
});

test("a page that is sent on to another site is gone, and no offer of that one", async () => {
  const shop = markup("saaswiz.com", true);
  const stranger = markup("parked.example", true);
  let sentOn = "";
  const { offers } = await list(
    shopsSandbox({
      "saaswiz.com": (request, context) => {
        const { pathname } = request.url;
        if (!pathname.startsWith("/deals/") || (sentOn !== "" && sentOn !== pathname))
          return shop(request, context);
        sentOn = pathname;
        return { status: 302, headers: { location: `https://parked.example${pathname}` }, body: "" };
      },
      "parked.example": stranger,
    }),
  );
  expect(sentOn).not.toBe("");
  expect(offers.length).toBeGreaterThan(100);
  expect(offers.every(({ url }) => url?.startsWith("https://saaswiz.com/"))).toBe(true);
});
