/** What callers may do. Roles are bundles of scopes; an API key may hold any part of its role's. */

export const SCOPES = [
  /** Offers that are on offer, merchants, categories, changes, statistics, networks. */
  "offers:read",
  /** Sources with their health, and sync runs. */
  "sources:read",
  /** Hide, show, roll back, override and enter offers; see those that are not active. */
  "offers:curate",
  /** Start, cancel and release sync runs, and test sources. */
  "sync:run",
  /** Add, change and remove sources, their settings and credentials. */
  "sources:manage",
  "webhooks:manage",
  /** Make and revoke API keys. */
  "access:manage",
  "audit:read",
] as const;

export type Scope = (typeof SCOPES)[number];

export const ROLES = ["READER", "EDITOR", "ADMIN"] as const;

/** Each role may do what the ones before it may. */
export type Role = (typeof ROLES)[number];

const READER: readonly Scope[] = ["offers:read", "sources:read"];

export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  READER,
  EDITOR: [...READER, "offers:curate"],
  ADMIN: SCOPES,
};

export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** The least role that holds a scope. */
export const leastRole = (scope: Scope): Role =>
  ROLES.find((role) => scopesOfRole[role].includes(scope)) ?? "ADMIN";
