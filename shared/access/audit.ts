/** Who changed what, when, from where, and what came of it. Written before the change is made, and completed after it. */
import {
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { Caller } from "./caller.ts";
import { ROLES } from "./scopes.ts";

/** STARTED: nothing was heard of it since, so whatever did it died midway. */
export type AuditOutcome = "STARTED" | "DONE" | "REFUSED" | "FAILED";

const entrySchema = z.object({
  at: z.string(),
  author: z.string(),
  kind: z.enum(["ANONYMOUS", "USER", "API_KEY", "IAM"]),
  role: z.enum(ROLES).nullable(),
  address: z.string().nullable(),
  /** The mutation. */
  action: z.string(),
  /** Its arguments; secrets are not in them. */
  arguments: z.record(z.string(), z.unknown()),
  outcome: z.enum(["STARTED", "DONE", "REFUSED", "FAILED"]),
  /** Stable codes of what was refused. */
  codes: z.array(z.string()),
  finishedAt: z.string().nullable(),
});

export type AuditEntry = z.output<typeof entrySchema> & { readonly id: string };

/** What is about to be done. */
export interface Action {
  readonly action: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface AuditResult {
  readonly outcome: Exclude<AuditOutcome, "STARTED">;
  readonly codes: readonly string[];
}

/** Where mutations are written down. */
export interface AuditTrail {
  begin(caller: Caller, action: Action): Promise<{ end(result: AuditResult): Promise<void> }>;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** A cursor that is no entry's id. */
export class BadAuditCursor extends Error {
  override readonly name = "BadAuditCursor";
  constructor() {
    super("The cursor is not one of this list: start without a cursor.");
  }
}

const PARTITION = "AUDIT";
const ID = /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z#[0-9a-f]{12}$/;

/** In the Access table. */
export class AuditLog implements AuditTrail {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #now: () => Date;

  constructor(client: DynamoDBDocumentClient, table: string, now: () => Date) {
    this.#client = client;
    this.#table = table;
    this.#now = now;
  }

  async begin(caller: Caller, action: Action) {
    const at = this.#now().toISOString();
    const Key = { pk: PARTITION, sk: `${at}#${randomBytes(6).toString("hex")}` };
    const { author, kind, role, address } = caller;
    await this.#client.send(
      new PutCommand({
        TableName: this.#table,
        Item: {
          ...Key,
          at,
          author,
          kind,
          role,
          address,
          ...action,
          outcome: "STARTED",
          codes: [],
          finishedAt: null,
        },
      }),
    );
    return { end: (result: AuditResult) => this.#end(Key, result) };
  }

  async #end(Key: Record<string, string>, { outcome, codes }: AuditResult): Promise<void> {
    await this.#client.send(
      new UpdateCommand({
        TableName: this.#table,
        Key,
        UpdateExpression: "SET outcome = :outcome, codes = :codes, finishedAt = :now",
        ExpressionAttributeValues: {
          ":outcome": outcome,
          ":codes": codes,
          ":now": this.#now().toISOString(),
        },
      }),
    );
  }

  /**
   * The newest first.
   * @param after the id of the last entry of the page before
   * @throws BadAuditCursor
   */
  async list(page: {
    readonly first: number;
    readonly after: string | null;
    readonly author?: string | null;
    readonly action?: string | null;
  }): Promise<AuditPage> {
    if (page.after !== null && !ID.test(page.after)) throw new BadAuditCursor();
    const filters = (["author", "action"] as const).filter((name) => (page[name] ?? null) !== null);
    const entries: AuditEntry[] = [];
    let from = page.after === null ? undefined : { pk: PARTITION, sk: page.after };
    do {
      const output: QueryCommandOutput = await this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: "pk = :pk",
          ScanIndexForward: false,
          ExpressionAttributeValues: {
            ":pk": PARTITION,
            ...Object.fromEntries(filters.map((name) => [`:${name}`, page[name]])),
          },
          ...(filters.length === 0
            ? { Limit: page.first + 1 }
            : {
                FilterExpression: filters.map((name) => `#${name} = :${name}`).join(" AND "),
                ExpressionAttributeNames: Object.fromEntries(filters.map((name) => [`#${name}`, name])),
              }),
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const item of output.Items ?? []) {
        entries.push({ id: String(item["sk"]), ...entrySchema.parse(item) });
      }
      from = output.LastEvaluatedKey as typeof from;
    } while (from !== undefined && entries.length <= page.first);
    const shown = entries.slice(0, page.first);
    return {
      entries: shown,
      endCursor: shown.at(-1)?.id ?? null,
      hasNextPage: entries.length > page.first,
    };
  }
}
