/**
 * Listings of more than a thousand objects. The server makes its continuation tokens with DES, which today's OpenSSL no
 * longer has, so every listing that has a second page fails; here a token is the last key of its page.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Context, FilesystemStore } from "@20minutes/s3rver";

const NOT_CUT = "<IsTruncated>false</IsTruncated>";

const tokenOf = (key: string): string => Buffer.from(key).toString("base64url");
const keyOf = (token: string): string => Buffer.from(token, "base64url").toString();

export interface Paging {
  /** To stand around all other middleware of the server. */
  readonly middleware: (context: Context, next: () => Promise<void>) => Promise<void>;
}

/** Takes over the paging of a store's listings. Other changes to its listings come before this one. */
export function pageListings(store: FilesystemStore): Paging {
  const listing = new AsyncLocalStorage<{ lastKey: string | null }>();
  const list = store.listObjects.bind(store);
  store.listObjects = async (bucket, options) => {
    const listed = await list(bucket, options);
    const page = listing.getStore();
    if (!listed.isTruncated || page === undefined) return listed;
    page.lastKey = listed.objects.at(-1)?.key ?? null;
    return { ...listed, isTruncated: false };
  };
  return {
    async middleware(context, next) {
      if (context.method !== "GET" || context.query["list-type"] !== "2") return next();
      const { "continuation-token": token, ...query } = context.query;
      if (typeof token === "string") context.query = { ...query, "start-after": keyOf(token) };
      const page = { lastKey: null as string | null };
      await listing.run(page, next);
      if (page.lastKey === null || typeof context.body !== "string") return;
      const following = `<NextContinuationToken>${tokenOf(page.lastKey)}</NextContinuationToken>`;
      context.body = context.body.replace(NOT_CUT, `<IsTruncated>true</IsTruncated>${following}`);
    },
  };
}
