/** `config`: what templates of a declaration read, which are the settings' own values and the credentials. */
import * as z from "zod";
import { CredentialsRefused } from "../../adapter.ts";
import { compileTemplate, configKeysIn, templateProblem } from "../template/template.ts";

const ROOTS = ["config", "stream_partition", "timestamp", "method", "path", "query", "body"];

/** A template of requests. */
export const configTemplate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ["config", "stream_partition"]);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

export type Config = Readonly<Record<string, string>>;
export type Partition = Readonly<Record<string, string>>;

/** Fills a template, with more to read where the place has more. */
export type Fill = (template: string, more?: Readonly<Record<string, unknown>>) => string;

/** What is not a text is none. */
export const configOf = (
  values: Readonly<Record<string, string>> | undefined,
  credentials: Readonly<Record<string, string | undefined>>,
): Config =>
  Object.fromEntries(
    [...Object.entries(values ?? {}), ...Object.entries(credentials)].filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );

/** @throws CredentialsRefused by the filling, when a template refers to a value that is not there, naming it */
export const filling =
  (config: Config, partition: Partition): Fill =>
  (template, more = {}) => {
    const text = compileTemplate(template, ROOTS)({ config, stream_partition: partition, ...more });
    if (text !== null) return text;
    const missing = configKeysIn(template).filter((key) => !Object.hasOwn(config, key));
    throw new CredentialsRefused(
      missing.length === 0
        ? `The feed's settings use a value that is not there: ${template}`
        : `The feed's settings use ${missing.map((key) => `the credential "${key}"`).join(" and ")}, which this source does not have. ` +
            (missing.includes("feedUrl")
              ? "Enter it, or set url in the settings."
              : "Enter it with the source's credentials, or under config in the settings where it is no secret."),
    );
  };
