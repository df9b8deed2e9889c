/** By what an address is counted. */
import ipaddr from "ipaddr.js";

/** A line of IPv6 has 2^64 addresses of its own: they count as one. */
const IPV6_BITS = 64;

/** @param address null where it is not known: those count as one too */
export function addressKey(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_BITS}`).toString()
    : parsed.toString();
}
