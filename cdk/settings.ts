/** What can be set from outside (`-c name=value`), with its defaults. */
import type { Node } from "constructs";
import * as z from "zod";
import { parseIssuers } from "../shared/access/tokens.ts";
import { LEAST_DAYS } from "../shared/archive/retention.ts";

/** Context given on a command line arrives as text. */
const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

const settingsSchema = z
  .object({
    /** Names one deployment; part of every resource's name. */
    stage: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,14}[a-z0-9]$/,
        "2 to 16 lower-case letters, digits and hyphens, a letter first",
      )
      .default("prod"),
    /** Who is told of alarms; SNS asks this address to confirm. */
    alarmEmail: z.email().optional(),
    /** Aurora capacity units at rest; 0 lets the database pause when nobody uses it. */
    databaseMinCapacity: z.coerce.number().min(0).max(256).multipleOf(0.5).default(0),
    /** Aurora capacity units at most. */
    databaseMaxCapacity: z.coerce.number().min(1).max(256).multipleOf(0.5).default(4),
    /** Minutes without a connection after which the database pauses. */
    databasePauseMinutes: z.coerce.number().int().min(5).max(1440).default(10),
    /** How many upsert functions run at once: bounds what the ledger has to take. */
    upsertConcurrency: z.coerce.number().int().min(2).max(1000).default(10),
    /**
     * Days that a version stays in the ledger after the next one was made; then it is read from the archive. Null: for ever.
     */
    ledgerDays: z
      .union([
        z.null(),
        z.literal("null").transform(() => null),
        z.coerce.number().int().min(LEAST_DAYS).max(36_500),
      ])
      .default(null),
    /** Whether callers may ask for the GraphQL schema: explorers and code generators do. */
    introspection: flag.default(true),
    /** Whether AWS WAF stands before the API: it costs about 11 USD a month. */
    firewall: flag.default(true),
    /** Requests of one address with one token in five minutes; signed ones, such as the feed's own, are not counted. */
    requestsPerAddress: z.coerce.number().int().min(10).max(2_000_000_000).default(3_000),
    /** Requests with one token or API key in five minutes, from all addresses together. */
    requestsPerToken: z.coerce.number().int().min(10).max(2_000_000_000).default(50_000),
    /** Whether users sign in at a Cognito pool of the stack's own. */
    userPool: flag.default(true),
    /** Other OpenID Connect issuers whose tokens are taken, as a list or as JSON text: see docs/access.md. */
    oidcIssuers: z
      .union([z.array(z.unknown()).transform((list) => JSON.stringify(list)), z.string()])
      .default("[]")
      .transform((json, context) => {
        try {
          return parseIssuers(json);
        } catch (error) {
          context.addIssue(error instanceof Error ? error.message : String(error));
          return z.NEVER;
        }
      }),
    /** False for a stage that may vanish: its tables, bucket and database go with the stack. */
    retainData: flag.default(true),
  })
  .refine((settings) => settings.databaseMinCapacity <= settings.databaseMaxCapacity, {
    path: ["databaseMinCapacity"],
    message: "is above databaseMaxCapacity",
  });

export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads the settings from CDK context.
 *
 * @throws Error that names each setting that cannot be used, and why
 */
export function readSettings(node: Node): Settings {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape).map((name) => [name, node.tryGetContext(name) as unknown]),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`Unusable context: ${problems.join("; ")}`);
}
