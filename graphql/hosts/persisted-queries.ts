/**
 * Operations that clients name by their SHA-256 instead of sending them: those that were sent once (Apollo's automatic
 * persisted queries), and those of a manifest, which may be all that callers without a token may run.
 */
import { createHash } from "node:crypto";
import type { ApolloServerPlugin } from "@apollo/server";
import { InMemoryLRUCache, type KeyValueCache } from "@apollo/utils.keyvaluecache";
import * as z from "zod";
import type { Caller } from "../../shared/access/caller.ts";
import { GraphQLError } from "../graphql-js.ts";

/** By the SHA-256 of its text, in hexadecimal. */
export type Manifest = ReadonlyMap<string, string>;

/** A manifest that cannot be used. The message says what is wrong with it. */
export class ManifestInvalid extends Error {
  override readonly name = "ManifestInvalid";
}

/** What `generate-persisted-query-manifest` and Apollo's other tools write. */
const manifestSchema = z.object({
  format: z.literal("apollo-persisted-query-manifest"),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), name: z.string().optional(), body: z.string() })).min(1),
});

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** @throws ManifestInvalid */
export function readManifest(text: string): Manifest {
  const { operations } = parsed(text);
  for (const { id, name, body } of operations) {
    if (id !== sha256(body)) {
      throw new ManifestInvalid(
        `The id of the operation ${name ?? id} is not the SHA-256 of its body: generate the manifest anew.`,
      );
    }
  }
  return new Map(operations.map(({ id, body }) => [id, body]));
}

function parsed(text: string): z.infer<typeof manifestSchema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ManifestInvalid("The manifest of persisted queries is no JSON.");
  }
  const result = manifestSchema.safeParse(json);
  if (result.success) return result.data;
  throw new ManifestInvalid(
    `The manifest of persisted queries cannot be used: ${z.prettifyError(result.error)}`,
  );
}

/** Bytes of what clients sent to be named later. */
const CACHE_BYTES = 4 * 1024 * 1024;
/** What Apollo puts before a hash. */
const PREFIX = "apq:";

/** Where Apollo looks operations up: the manifest first, then what was sent, the oldest of which is forgotten. */
export function persistedQueryCache(manifest: Manifest | null): KeyValueCache {
  const sent = new InMemoryLRUCache<string>({ maxSize: CACHE_BYTES });
  return {
    get: async (key) => manifest?.get(key.slice(PREFIX.length)) ?? (await sent.get(key)),
    set: (key, value, options) => sent.set(key, value, options),
    delete: (key) => sent.delete(key),
  };
}

/** @throws GraphQLError FORBIDDEN when a caller without a token brings an operation that is not in the manifest */
export function checkPersisted(manifest: Manifest | null, { kind }: Caller, query: string): void {
  if (manifest === null || kind !== "ANONYMOUS" || manifest.has(sha256(query))) return;
  throw new GraphQLError(
    "Without a token only this feed's persisted operations may be run: send one of their hashes, or a token.",
    { extensions: { code: "FORBIDDEN", http: { status: 403 } } },
  );
}

/** Checks what comes over HTTP; the documents of the REST API are the feed's own. */
export const persistedOnly = <Context extends Caller>(
  manifest: Manifest | null,
): ApolloServerPlugin<Context> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ request, contextValue, source }) {
        if (request.http !== undefined) checkPersisted(manifest, contextValue, source);
      },
    };
  },
});
