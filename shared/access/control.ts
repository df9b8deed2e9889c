/** What admins do with API keys. */
import { done, type Outcome, refused } from "../control/outcome.ts";
import type { ApiKey, ApiKeys } from "./api-keys.ts";
import type { Caller } from "./caller.ts";
import { isScope, type Role, type Scope, scopesOfRole } from "./scopes.ts";

export interface ApiKeyInput {
  readonly name: string;
  readonly role: Role;
  /** Default: all of the role's. */
  readonly scopes?: readonly string[] | null | undefined;
  /** RFC 3339; default: never. */
  readonly expiresAt?: string | null | undefined;
}

export interface CreatedApiKey {
  readonly key: ApiKey;
  /** What its holder sends. */
  readonly secret: string;
}

const LONGEST_NAME = 100;

export class AccessControl {
  readonly #keys: ApiKeys;
  readonly #now: () => Date;

  constructor(keys: ApiKeys, now: () => Date) {
    this.#keys = keys;
    this.#now = now;
  }

  list(): Promise<ApiKey[]> {
    return this.#keys.list();
  }

  async createApiKey(input: ApiKeyInput, caller: Caller): Promise<Outcome<CreatedApiKey>> {
    const name = input.name.trim();
    if (name === "" || name.length > LONGEST_NAME) {
      return invalid(`A key's name has 1 to ${LONGEST_NAME} characters: say whose it is.`, "name");
    }
    const scopes = scopesFor(input, caller);
    if (!scopes.ok) return scopes;
    const expiresAt = input.expiresAt ?? null;
    const now = this.#now();
    if (expiresAt !== null && !(new Date(expiresAt) > now)) {
      return invalid(
        "A key's end lies ahead, such as 2027-01-01T00:00:00Z; without one it never ends.",
        "expiresAt",
      );
    }
    const key = {
      name,
      role: input.role,
      scopes: scopes.value,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    };
    return done(await this.#keys.create(key, caller.author, now));
  }

  async revokeApiKey(id: string): Promise<Outcome<ApiKey>> {
    const key = await this.#keys.revoke(id, this.#now());
    return key ? done(key) : refused("API_KEY_NOT_FOUND", `There is no API key "${id}".`, ["id"]);
  }
}

/** Nobody hands on what they don't have. */
function scopesFor({ role, scopes }: ApiKeyInput, caller: Caller): Outcome<readonly Scope[]> {
  const wanted = scopes ?? scopesOfRole[role];
  const unknown = wanted.filter((scope) => !isScope(scope) || !scopesOfRole[role].includes(scope));
  if (unknown.length > 0 || wanted.length === 0) {
    const known = scopesOfRole[role].join(", ");
    return invalid(
      `A key of the role ${role} has some of ${known}${unknown.length > 0 ? `, not ${unknown.join(", ")}` : ""}.`,
      "scopes",
    );
  }
  const chosen = wanted.filter(isScope);
  const beyond = chosen.filter((scope) => !caller.scopes.has(scope));
  return beyond.length > 0
    ? refused("SCOPE_EXCEEDED", `You have not ${beyond.join(", ")} yourself, so you cannot hand it on.`, [
        "input",
        "scopes",
      ])
    : done([...new Set(chosen)]);
}

const invalid = (message: string, field: string) => refused("API_KEY_INVALID", message, ["input", field]);
