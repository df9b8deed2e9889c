/**
 * Which addresses are not of the public internet, by IANA's registries of special-purpose addresses. An address that no
 * registry gives out is none of it either: what a router in between makes of it, nobody knows.
 */
import ipaddr from "ipaddr.js";

/** Where clouds hand a machine its credentials, inside and outside the ranges that are private anyway. */
const METADATA: ReadonlySet<string> = new Set([
  // AWS, Azure, Google and most others; AWS containers.
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "fd00:ec2::254",
  "fd00:ec2::23",
  // Google over IPv6; Alibaba; Azure's wire server, whose address looks public.
  "fd20:ce::254",
  "100.100.100.200",
  "168.63.129.16",
]);

/** What people call the ranges that a slip or an attack leads to; all others are reserved for something. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ["unspecified", "an unspecified address"],
  ["loopback", "a loopback address"],
  ["private", "a private address"],
  ["uniqueLocal", "a unique-local address"],
  ["linkLocal", "a link-local address"],
  ["carrierGradeNat", "a carrier-grade NAT address"],
  ["multicast", "a multicast address"],
  ["broadcast", "the broadcast address"],
]);

const RESERVED = "a reserved address";
/** All that IPv6 has given out to the public internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");
/** The NAT64 prefix that everyone shares; its neighbour 64:ff9b:1::/48 is for inside a network. */
const SHARED_NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * Names what an IP address is, such as "a loopback address".
 *
 * @param address as `node:net` knows them, without brackets
 * @returns null for an address of the public internet
 */
export function specialAddressKind(address: string): string | null {
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv4 ? kindOfIpv4(parsed) : kindOfIpv6(parsed);
}

function kindOfIpv4(address: ipaddr.IPv4): string | null {
  if (METADATA.has(address.toString())) return "a cloud's metadata address";
  const range = address.range();
  return range === "unicast" ? null : (NAMES.get(range) ?? RESERVED);
}

function kindOfIpv6(address: ipaddr.IPv6): string | null {
  if (METADATA.has(address.toString())) return "a cloud's metadata address";
  const embedded = embeddedIpv4(address);
  if (embedded !== null) {
    const kind = kindOfIpv4(embedded);
    return kind === null ? null : `${kind} within an IPv6 address`;
  }
  const range = address.range();
  if (range === "unicast") return address.match(GLOBAL_IPV6) ? null : RESERVED;
  return NAMES.get(range) ?? RESERVED;
}

/** The IPv4 address that packets to this one end up at: mapped, translated, behind NAT64 or through a 6to4 tunnel. */
function embeddedIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  const range = address.range();
  if (range === "6to4") return new ipaddr.IPv4(bytes.slice(2, 6));
  const isLast = range === "ipv4Mapped" || range === "rfc6145" || address.match(SHARED_NAT64);
  return isLast ? new ipaddr.IPv4(bytes.slice(12)) : null;
}
