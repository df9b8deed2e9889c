/** Keys that a shop's owner may hand to a partner. Reading a shop needs none. */
import * as z from "zod";
import type { CredentialField } from "../../networks/adapter.ts";
import type { WooKeys } from "./api.ts";

const key = (prefix: "ck" | "cs") =>
  z
    .string()
    .trim()
    .regex(
      new RegExp(`^${prefix}_[0-9a-f]{40}$`),
      `must be the key alone: ${prefix}_ and 40 hexadecimal digits`,
    )
    .optional();

export const wooCredentials = z
  .strictObject({ consumerKey: key("ck"), consumerSecret: key("cs") })
  .refine(
    ({ consumerKey, consumerSecret }) => (consumerKey === undefined) === (consumerSecret === undefined),
    "consumerKey and consumerSecret belong together: set both, or neither",
  );
export type WooCredentials = z.output<typeof wooCredentials>;

const WHERE =
  "Optional. The shop's owner makes it at WooCommerce > Settings > Advanced > REST API > Add key, with the permission Read";

export const wooCredentialFields: readonly CredentialField[] = [
  {
    name: "consumerKey",
    label: "Consumer key",
    secret: true,
    required: false,
    help: `${WHERE}: “Consumer key”. It adds coupon codes and the end of sales.`,
  },
  {
    name: "consumerSecret",
    label: "Consumer secret",
    secret: true,
    required: false,
    help: `${WHERE}: “Consumer secret”, shown once.`,
  },
];

export const keysOf = ({ consumerKey, consumerSecret }: WooCredentials): WooKeys | null =>
  consumerKey === undefined || consumerSecret === undefined ? null : { consumerKey, consumerSecret };
