/** Links of partners, whose parameter comes from the settings. */
import { describe, expect, test } from "vitest";
import * as z from "zod";
import {
  affiliateFields,
  affiliateSettings,
  checkAffiliate,
  checkFields,
  linkSettings,
  trackingLink,
} from "./affiliate.ts";

const PAGE = "https://shop.example/product/x/?variant=7#details";

describe("a tracking link", () => {
  test("is the page with the parameter, everything else letter for letter", () => {
    const links = { affiliate: { param: "ref", value: "1234" }, subId: undefined };
    expect(trackingLink(PAGE, links)).toBe("https://shop.example/product/x/?variant=7&ref=1234#details");
  });

  test("sets a parameter that is there already, and does not add a second one", () => {
    const links = { affiliate: { param: "ref", value: "1234" }, subId: undefined };
    expect(trackingLink("https://shop.example/x?ref=other", links)).toBe("https://shop.example/x?ref=1234");
  });

  test("has the pair in its path where the shop writes it there", () => {
    const links = { affiliate: { param: "ref", value: "jo doe", style: "path" as const }, subId: undefined };
    expect(trackingLink(PAGE, links)).toBe("https://shop.example/product/x/ref/jo%20doe/?variant=7#details");
  });

  test("carries the sub-id in the parameter that the shop has for it", () => {
    const affiliate = { param: "fpr", value: "jo", subIdParam: "fp_sid" };
    expect(trackingLink("https://shop.example/x", { affiliate, subId: "blog_7" })).toBe(
      "https://shop.example/x?fpr=jo&fp_sid=blog_7",
    );
  });

  test("is the plain page without an affiliate: no parameter is made up", () => {
    expect(trackingLink(PAGE, { affiliate: null, subId: undefined })).toBe(PAGE);
  });
});

describe("settings in one object", () => {
  const schema = z.strictObject(affiliateSettings).superRefine(checkAffiliate);

  test("refuse a whole link in place of the partner's value", () => {
    const read = schema.safeParse({ affiliate: { param: "ref", value: "https://shop.example/?ref=1" } });
    expect(read.error?.issues[0]?.message).toContain("without the rest of the link");
  });

  test("refuse a sub-id that no link would carry", () => {
    const read = schema.safeParse({ affiliate: { param: "ref", value: "1" }, subId: "a" });
    expect(read.error?.issues[0]?.message).toContain("affiliate.subIdParam");
  });
});

describe("settings one by one", () => {
  const schema = z.strictObject(affiliateFields).superRefine(checkFields);

  test.each([
    [{ affiliateParam: "ref" }, "affiliateValue"],
    [{ affiliateValue: "1" }, "affiliateParam"],
    [{ affiliateParam: "ref", affiliateValue: "1", subId: "a" }, "subId"],
  ])("%j lack %s", (settings, field) => {
    expect(schema.safeParse(settings).error?.issues[0]?.path).toEqual([field]);
  });

  test("make links when both halves are there", () => {
    expect(
      linkSettings({ affiliateParam: "ref", affiliateValue: "1", subIdParam: "sub", subId: "a" }),
    ).toEqual({ affiliate: { param: "ref", value: "1", subIdParam: "sub" }, subId: "a" });
    expect(linkSettings({})).toEqual({ affiliate: null, subId: undefined });
  });
});
