/** Who calls the API, and what they may do. */
import { type Role, type Scope, SCOPES, scopesOfRole } from "./scopes.ts";

/** How a caller proved who they are. */
export type CallerKind = "ANONYMOUS" | "USER" | "API_KEY" | "IAM";

export interface Caller {
  /** Stands as the author of what the caller changes: a user's name, `key:<id>`, a role's ARN, `anonymous`. */
  readonly author: string;
  readonly kind: CallerKind;
  /** Null: none, so the caller may do nothing at all. */
  readonly role: Role | null;
  readonly scopes: ReadonlySet<Scope>;
  /** The address the request came from, where it is known. */
  readonly address: string | null;
  /** When what they proved it with ends, in milliseconds since 1970; null: not by itself. */
  readonly expiresAt: number | null;
}

/** Somebody without a token. @param scopes what everybody may do */
export const anonymous = (scopes: readonly Scope[], address: string | null = null): Caller => ({
  author: "anonymous",
  kind: "ANONYMOUS",
  role: scopes.length > 0 ? "READER" : null,
  scopes: new Set(scopes),
  address,
  expiresAt: null,
});

/** One of the feed's own functions, or another IAM principal that the API let in. */
export const iamCaller = (author: string, address: string | null = null): Caller => ({
  author,
  kind: "IAM",
  role: "ADMIN",
  scopes: new Set(SCOPES),
  address,
  expiresAt: null,
});

export const userCaller = (author: string, role: Role | null, address: string | null = null): Caller => ({
  author,
  kind: "USER",
  role,
  scopes: new Set(role === null ? [] : scopesOfRole[role]),
  address,
  expiresAt: null,
});

export const may = (caller: Pick<Caller, "scopes">, scope: Scope): boolean => caller.scopes.has(scope);
