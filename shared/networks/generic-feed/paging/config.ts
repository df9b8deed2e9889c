/** `config`: what templates of a declaration read, which are the settings' own values and the credentials. */
import * as z from "zod";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { CredentialsRefused } from "../../adapter.ts";
import { compileTemplate, configKeysIn, templateProblem } from "../template/template.ts";

const ROOTS = [
  "config",
  "stream_partition",
  "stream_interval",
  "next_page_token",
  "timestamp",
  "method",
  "path",
  "query",
  "body",
];

const templateOf = (roots: readonly string[]) =>
  z.string().superRefine((text, context) => {
    const problem = templateProblem(text, roots);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });

/** A template that is the same in all requests, such as a credential. */
export const configTemplate = templateOf(["config"]);

/** A template of requests, which may say where the walk is. */
export const requestTemplate = templateOf([
  "config",
  "stream_partition",
  "stream_interval",
  "next_page_token",
]);

/** A list is what templates read with commas in between. */
export const configSchema = z.record(
  z.string().regex(/^\w+$/, "letters, digits and _ only"),
  z.union([z.string(), z.array(z.string())], "must be a text, or a list of texts"),
);

export type Config = Readonly<Record<string, string>>;
export type Partition = Readonly<Record<string, string>>;

/** What the templates of one request read besides `config`. */
export interface Place {
  readonly stream_partition?: FeedRecord;
  readonly stream_interval?: Readonly<Record<"start_time" | "end_time", string>> | null;
  readonly next_page_token?: string | number | null;
}

/** Fills a template, with more to read where the place has more. */
export type Fill = (template: string, more?: Readonly<Record<string, unknown>>) => string;

/** What is not a text is none. */
export const configOf = (
  values: z.output<typeof configSchema> | undefined,
  credentials: Readonly<Record<string, string | undefined>> = {},
): Config =>
  Object.fromEntries(
    [...Object.entries(values ?? {}), ...Object.entries(credentials)].flatMap(
      ([name, value]): [string, string][] => (value === undefined ? [] : [[name, [value].flat().join(",")]]),
    ),
  );

/** @throws CredentialsRefused by the filling, when a template refers to a value that is not there, naming it */
export function filling(config: Config, place: Place): Fill {
  const token = place.next_page_token ?? null;
  const here = {
    config,
    ...place,
    // As Airbyte has it, next_page_token['next_page_token']; by itself it is the same text.
    next_page_token: token === null ? null : { "#text": String(token), next_page_token: String(token) },
  };
  return (template, more = {}) => {
    const text = compileTemplate(template, ROOTS)({ ...here, ...more });
    if (text !== null) return text;
    const missing = configKeysIn(template).filter((key) => !Object.hasOwn(config, key));
    throw new CredentialsRefused(
      missing.length === 0
        ? `The feed's settings use a value that is not there: ${template}. Where it may be missing, add | default('').`
        : `The feed's settings use ${missing.map((key) => `the credential "${key}"`).join(" and ")}, which this source does not have. ` +
            (missing.includes("feedUrl")
              ? "Enter it, or set url in the settings."
              : "Enter it with the source's credentials, or under config in the settings where it is no secret."),
    );
  };
}
