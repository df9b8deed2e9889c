/** What users may write as a shop's address. */
import { expect, test } from "vitest";
import { isSameSite, shopAddress, shopBase } from "./shop-address.ts";

test.each([
  ["https://shop.example", "https://shop.example"],
  ["http://shop.example/en/", "http://shop.example/en"],
  [" https://Shop.example:8443/ ", "https://shop.example:8443"],
])("%s is the shop at %s", (written, base) => {
  expect(shopBase(shopAddress.parse(written))).toBe(base);
});

test.each([
  "shop.example",
  "ftp://shop.example",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "https://user:secret@shop.example",
  "https://shop.example/?page=2",
  "https://shop.example/#top",
  "",
])("“%s” is no address of a shop", (written) => {
  expect(shopAddress.safeParse(written).error?.issues[0]?.message).toContain("https://shop.example");
});

test.each([
  ["https://www.shop.example/x", "https://shop.example", true],
  ["https://deals.shop.co.uk", "https://shop.co.uk", true],
  ["https://shop.co.uk", "https://other.co.uk", false],
  ["https://parked.example", "https://shop.example", false],
])("%s and %s are one site: %s", (one, other, same) => {
  expect(isSameSite(one, other)).toBe(same);
});
