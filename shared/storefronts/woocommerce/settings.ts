/** Settings of every source that is a WooCommerce shop. */
import * as z from "zod";

export const wooPullSetting = z
  .array(z.enum(["products", "coupons"]))
  .min(1)
  .default(["products"])
  .describe("What to pull. Coupons need consumerKey and consumerSecret.");

export const wooDatesSetting = z
  .boolean()
  .default(true)
  .describe("Whether publication dates are asked for too: one more request for each 100 products.");

export const categoryNames = z.array(z.string().trim().min(1).max(200)).max(200).default([]);
