import { lookup as lookupName, type LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { AppError } from "@cofounder/kernel";
import ipaddr from "ipaddr.js";

/** Cloud metadata that stands on an otherwise public address. */
const metadataAddresses = new Set(["168.63.129.16"]);

/**
 * Whether an address belongs to the public internet. Everything else is refused: private, loopback, link-local
 * (metadata among them), carrier-grade NAT, multicast, reserved, and IPv6 forms that carry an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === "unicast" && !metadataAddresses.has(address);
}

function refused(host: string): AppError {
  return new AppError("invalid", `The address ${host} is not on the public internet, so it is not fetched.`);
}

/** Resolves a name to all of its addresses. */
export type ResolveName = (host: string, callback: (error: Error | null, addresses: LookupAddress[]) => void) => void;

export const resolveBySystem: ResolveName = (host, callback) => lookupName(host, { all: true, verbatim: true }, callback);

/** Refuses a URL whose host is a written address outside the public internet; such a host is never looked up. */
export function assertPublicHost({ hostname }: URL): void {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw refused(hostname);
}

/**
 * A lookup for connections that fails when any address of the name is not public. The connection goes to what was
 * checked here: a name that answers differently the next time gains nothing.
 */
export function guardLookup(resolve: ResolveName): LookupFunction {
  return (host, options, callback) => {
    resolve(host, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null) return callback(error, "", 0);
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) return callback(refused(host), "", 0);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
