import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMask, maskShapes } from "./mask.ts";

const secrets = fc
  .string({ minLength: 3, maxLength: 60, unit: "grapheme" })
  .filter((text) => text.trim().length >= 3 && !text.includes("*") && text.isWellFormed());

const containsNot = (text: string, secret: string): boolean => !text.includes(secret);

describe("createMask", () => {
  it("leaves no secret in a text, whatever stands around it", () => {
    expect(() =>
      fc.assert(
        fc.property(secrets, fc.string(), fc.string(), (secret, before, after) =>
          containsNot(createMask([secret])(`${before}${secret}${after}`), secret),
        ),
      ),
    ).not.toThrow();
  });

  it("leaves no secret in an address, however the address escapes it", () => {
    expect(() =>
      fc.assert(
        fc.property(secrets, (secret) => {
          const url = new URL("https://api.example.com/list");
          url.searchParams.set("q", secret);
          url.hash = secret;
          url.pathname = `/feeds/${secret}/x`;
          const encoded = encodeURIComponent(secret);
          const texts = [
            url.href,
            `?next=${encodeURIComponent(`https://a.example/?q=${encoded}`)}`,
            encoded.replace(/%../g, (escape) => escape.toLowerCase()),
          ];
          return texts.every((text) => {
            const masked = createMask([secret])(text);
            return masked.includes("***") && decodedOften(masked).every((seen) => containsNot(seen, secret));
          });
        }),
      ),
    ).not.toThrow();
  });

  it("leaves no secret in JSON", () => {
    expect(() =>
      fc.assert(
        fc.property(
          secrets,
          (secret) => createMask([secret])(JSON.stringify({ echo: secret })) === '{"echo":"***"}',
        ),
      ),
    ).not.toThrow();
  });

  it("leaves no secret inside base64, at any place in it", () => {
    const longer = secrets.filter((text) => Buffer.byteLength(text) >= 8);
    expect(() =>
      fc.assert(
        fc.property(
          longer,
          fc.string({ maxLength: 9 }),
          fc.constantFrom("base64", "base64url"),
          (secret, user, form) => {
            const masked = createMask([secret])(
              `x ${Buffer.from(`${user}:${secret}`).toString(form as "base64")} y`,
            );
            const left = masked.slice(2, -2).split("***");
            return (
              left.length > 1 &&
              left.every((part) => containsNot(Buffer.from(part, "base64").toString(), secret))
            );
          },
        ),
      ),
    ).not.toThrow();
  });

  it("masks the longer of two secrets that begin alike", () => {
    expect(createMask(["abc", "abcdef"])("x abcdef y")).toBe("x *** y");
  });

  it("masks a secret that was pasted with blanks around it", () => {
    expect(createMask([" s3cret\n"])("token s3cret refused")).toBe("token *** refused");
  });

  it("leaves values too short to be secrets alone", () => {
    expect(createMask(["", "a"])("a cat")).toBe("a cat");
  });
});

describe("maskShapes", () => {
  it.each([
    ["https://a.example/x?token=abc&page=2", "https://a.example/x?token=***&page=2"],
    ["https://a.example/x?apikey=abc", "https://a.example/x?apikey=***"],
    ["https://a.example/x?api_key=abc&keyword=shoes", "https://a.example/x?api_key=***&keyword=shoes"],
    [
      "https://a.example/x?access_token=abc#id_token=def",
      "https://a.example/x?access_token=***#id_token=***",
    ],
    ["https://a.example/x?X-Amz-Signature=abc&sig=def", "https://a.example/x?X-Amz-Signature=***&sig=***"],
    [
      "https://a.example/x?client_secret=abc&Password=def",
      "https://a.example/x?client_secret=***&Password=***",
    ],
    ["https://a.example/v.json;page=1;token=abc", "https://a.example/v.json;page=1;token=***"],
    ["https://user:word@a.example/x", "https://***@a.example/x"],
    ["https://a.example/datafeed/list/apikey/abc", "https://a.example/datafeed/list/apikey/***"],
    [
      "https://ui.example/productdata-darwin-download/publisher/42/abc/1/feedList",
      "https://ui.example/productdata-darwin-download/publisher/42/***/1/feedList",
    ],
    ["authorization: Bearer abc.def-ghi", "authorization: Bearer ***"],
    ["https://a.example/x?sort=price&design=blue", "https://a.example/x?sort=price&design=blue"],
  ])("turns %s into %s", (text, masked) => {
    expect(maskShapes(text)).toBe(masked);
  });
});

/** The text and what unescaping it once and twice gives. */
function decodedOften(text: string): string[] {
  const once = unescaped(text);
  return [text, once, unescaped(once)];
}

const unescaped = (text: string): string =>
  new URLSearchParams(`x=${text.replaceAll("&", "%26")}`).get("x") ?? "";
