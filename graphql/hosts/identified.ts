/** A caller who is not who they say gets HTTP's 401, on whichever way they came. */
import type { IncomingMessage } from "node:http";
import type { Caller } from "../../shared/access/caller.ts";
import { GraphQLError } from "../graphql-js.ts";

/** @throws GraphQLError UNAUTHENTICATED */
export type Identify = (request: IncomingMessage, authorization?: string) => Promise<Caller>;

/** @throws GraphQLError UNAUTHENTICATED with the status 401 where that is what went wrong */
export async function identified(caller: Promise<Caller>): Promise<Caller> {
  try {
    return await caller;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Unauthenticated") throw error;
    throw new GraphQLError(error.message, {
      extensions: { code: "UNAUTHENTICATED", http: { status: 401, headers: CHALLENGE } },
    });
  }
}

const CHALLENGE = new Map([["www-authenticate", 'Bearer realm="offerfeed", error="invalid_token"']]);
