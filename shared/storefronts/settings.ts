/** Settings that sources of shops share. */
import * as z from "zod";

export const contactSetting = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]{3,200}$/, "an e-mail address or the address of a page")
  .optional()
  .describe(
    "Where the shop's owner reaches you: an e-mail address or a page. It is sent in the User-Agent of each request, as shops expect of an importer.",
  );

export const merchantNameSetting = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .optional()
  .describe("The shop's name. Default: what the shop calls itself, else its host.");

export const kindSetting = (initial: "PRODUCT" | "DEAL") =>
  z
    .enum(["PRODUCT", "DEAL"])
    .default(initial)
    .describe("What its offers are: PRODUCT for a shop, DEAL for a marketplace of limited deals.");

export const currencySetting = z
  .string()
  .trim()
  .regex(/^[A-Z]{3}$/, "an ISO 4217 code such as EUR")
  .optional()
  .describe("Currency of prices that name none. Default: what the shop says.");
