/** Options of how the API meets those who call it. */
import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import proxyAddress from "proxy-addr";
import { EVERY_ORIGIN } from "../../graphql/hosts/origin-guard.ts";
import { readManifest } from "../../graphql/hosts/persisted-queries.ts";
import { RATES } from "../../graphql/limits/rates.ts";
import type { Exposure } from "../feed/api.ts";
import { wholeNumber } from "./options.ts";

export interface ExposureOptions {
  readonly allowOrigin?: readonly string[];
  readonly introspection: boolean;
  readonly persistedQueriesOnly?: string;
  readonly rateLimit: number;
  readonly trustProxy?: readonly string[];
}

/** Who says who they are may ask so many times as often. */
const IDENTIFIED_FACTOR = RATES.identified / RATES.anonymous;

export const addExposureOptions = (command: Command): Command =>
  command
    .option(
      "--allow-origin <origin...>",
      "pages that may call the API, such as https://shop.example; * for all",
      origin,
    )
    .option("--no-introspection", "keep the GraphQL schema to oneself")
    .option("--persisted-queries-only <manifest>", "all that callers without a token may run by GraphQL")
    .option(
      "--rate-limit <requests>",
      `requests a minute of an address without a token; users and keys have ${IDENTIFIED_FACTOR} times as many`,
      wholeNumber(1, 1_000_000),
      RATES.anonymous,
    )
    .option(
      "--trust-proxy <address...>",
      "proxies whose X-Forwarded-For holds, such as loopback or 10.0.0.0/8",
      proxy,
    );

/** @throws ManifestInvalid, or an Error when the manifest cannot be read */
export async function exposureOf(options: ExposureOptions): Promise<Exposure> {
  const { allowOrigin, introspection, persistedQueriesOnly, rateLimit, trustProxy } = options;
  return {
    introspection,
    rates: { ...RATES, anonymous: rateLimit, identified: rateLimit * IDENTIFIED_FACTOR },
    persistedQueriesOnly:
      persistedQueriesOnly === undefined ? null : readManifest(await readFile(persistedQueriesOnly, "utf8")),
    ...(allowOrigin === undefined ? {} : { allowedOrigins: allowOrigin }),
    ...(trustProxy === undefined ? {} : { trustedProxies: trustProxy }),
  };
}

/** @throws InvalidArgumentError */
export function origin(text: string, before: readonly string[] = []): readonly string[] {
  if (text === EVERY_ORIGIN || (URL.canParse(text) && new URL(text).origin === text))
    return [...before, text];
  throw new InvalidArgumentError("An origin has a scheme, a host and nothing more: https://shop.example");
}

/** @throws InvalidArgumentError */
export function proxy(text: string, before: readonly string[] = []): readonly string[] {
  try {
    proxyAddress.compile(text);
  } catch {
    throw new InvalidArgumentError("It must be an address, a range such as 10.0.0.0/8, or loopback.");
  }
  return [...before, text];
}
