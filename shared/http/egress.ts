/**
 * Where requests may go. Addresses come from users and from what networks answer, and the machine that sends the requests
 * sits inside a network: unguarded, a source could read its cloud's credentials or a neighbour's database.
 *
 * Names are looked up here, when a connection is made, and the connection goes to the very addresses that were checked: a
 * name server that answers differently the second time is not asked a second time.
 */
import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, isIPv6 } from "node:net";
import type { LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { specialAddressKind } from "./address-kind.ts";
import { AllowedHostInvalid, EgressRefused } from "./errors.ts";
import type { Mask } from "./mask.ts";

export interface EgressPolicy {
  /** Hosts that may have any address: `feeds.internal`, `10.0.0.5:8080` for one port only, `*.corp.example`. */
  readonly allowedHosts: readonly string[];
}

/** Nothing but the public internet. */
export const PUBLIC_ONLY: EgressPolicy = { allowedHosts: [] };

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** How `node:http` is to make the connection of a request. */
export type Connection = Pick<https.RequestOptions, "agent" | "lookup">;

interface AllowedHost {
  /** As a URL spells it. */
  readonly hostname: string;
  readonly withSubdomainsOnly: boolean;
  readonly port: string | null;
}

/** As Node's own agents are. */
const AGENT_OPTIONS = { keepAlive: true, scheduling: "lifo", timeout: 5_000 } as const;

/**
 * Reads a policy from a list with commas, such as an environment variable holds.
 *
 * @throws AllowedHostInvalid
 */
export function egressPolicy(list: string | null): EgressPolicy {
  const allowedHosts = (list ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  allowedHosts.forEach(allowedHost);
  return { allowedHosts };
}

/** Whether a policy lets an address have any host at all. @throws AllowedHostInvalid */
export const isAllowed = ({ allowedHosts }: EgressPolicy, url: URL): boolean =>
  allowedHosts.some((entry) => includes(allowedHost(entry), url));

export class EgressGuard {
  readonly #allowed: readonly AllowedHost[];
  readonly #mask: Mask;
  readonly #resolve: Resolve;
  // Of its own: a connection that somebody else made and left open may lead anywhere.
  readonly #httpAgent = new http.Agent(AGENT_OPTIONS);
  readonly #httpsAgent = new https.Agent(AGENT_OPTIONS);

  /** @throws AllowedHostInvalid */
  constructor(policy: EgressPolicy, mask: Mask, resolve: Resolve = addressesOf) {
    this.#allowed = policy.allowedHosts.map(allowedHost);
    this.#mask = mask;
    this.#resolve = resolve;
  }

  /**
   * How to connect to an address. What its name stands for shows only then: the request fails with EgressRefused.
   *
   * @throws EgressRefused for an IP address that is not public
   */
  connection(url: URL): Connection {
    const agent = url.protocol === "https:" ? this.#httpsAgent : this.#httpAgent;
    if (this.#allowed.some((host) => includes(host, url))) return { agent };
    const literal = url.hostname.replace(/^\[|\]$/g, "");
    // Node looks up no address that is one already.
    if (isIP(literal) !== 0) this.#check(literal, url);
    return { agent, lookup: this.#lookup(url) };
  }

  #lookup(url: URL): LookupFunction {
    return (hostname, { all }, callback) => {
      callbackify(() => this.#checkedAddresses(hostname, url))((error, addresses) => {
        if (error) callback(error, []);
        else if (all) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
      });
    };
  }

  /** One address that is not public condemns the name: which of them is connected to is not ours to say. */
  async #checkedAddresses(hostname: string, url: URL): Promise<LookupAddress[]> {
    const addresses = await this.#resolve(hostname);
    for (const { address } of addresses) this.#check(address, url);
    return [...addresses];
  }

  #check(address: string, url: URL): void {
    const kind = specialAddressKind(address);
    if (kind !== null) throw new EgressRefused(this.#mask(url.href), this.#mask(url.host), kind);
  }
}

const addressesOf: Resolve = (hostname) => lookup(hostname, { all: true });

/** Subdomains or none, a host without characters that end one, a port or none. */
const ENTRY = /^(\*\.)?(\[[^\]]+\]|[^\s:/?#@*[\]\\]+)(?::(\d{1,5}))?$/;

function allowedHost(entry: string): AllowedHost {
  const [, wildcard, host, port] = ENTRY.exec(isIPv6(entry) ? `[${entry}]` : entry) ?? [];
  const url = host === undefined ? null : URL.parse(`http://${host}`);
  if (url === null) throw new AllowedHostInvalid(entry);
  return {
    hostname: withoutFinalDot(url.hostname),
    withSubdomainsOnly: wildcard !== undefined,
    port: port ?? null,
  };
}

function includes({ hostname, withSubdomainsOnly, port }: AllowedHost, url: URL): boolean {
  const asked = withoutFinalDot(url.hostname);
  const isHost = withSubdomainsOnly ? asked.endsWith(`.${hostname}`) : asked === hostname;
  return isHost && (port === null || port === portOf(url));
}

const withoutFinalDot = (hostname: string): string => hostname.replace(/\.$/, "");

const portOf = ({ port, protocol }: URL): string => port || (protocol === "https:" ? "443" : "80");
