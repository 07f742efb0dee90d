import ipaddr from 'ipaddr.js';

/** Azure's metadata service has an address that looks public. */
const PUBLIC_LOOKING_METADATA = new Set(['168.63.129.16']);

/**
 * The reason why unlisted hosts may not have this IP address, in any form of `inet_aton` or RFC 4291; `undefined` for a
 * public unicast address. Refuses text that is no address.
 */
export function refuseAddress(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (!ipaddr.isValid(bare)) return 'it is not an IP address';
  const address = ipaddr.process(bare);
  const range = address.range();
  if (range !== 'unicast') return `its address is ${describeRange(range)}`;
  if (address instanceof ipaddr.IPv6) return refuseUnicastV6(address);
  return PUBLIC_LOOKING_METADATA.has(address.toString()) ? 'its address is a metadata service' : undefined;
}

/** Only 2000::/3 is public. ISATAP interface ids embed an IPv4 address that a tunnel would reach. */
function refuseUnicastV6(address: ipaddr.IPv6): string | undefined {
  const [first = 0, , , , fifth = 0, sixth = 0] = address.parts;
  if (first >> 13 !== 1) return 'its address is not global unicast';
  if (sixth === 0x5efe && (fifth & 0xfdff) === 0) return 'its address embeds an IPv4 address';
  return undefined;
}

function describeRange(range: string): string {
  const words: Readonly<Record<string, string>> = {
    unspecified: 'unspecified',
    loopback: 'loopback',
    linkLocal: 'link-local',
    private: 'private',
    uniqueLocal: 'private',
    deprecatedSiteLocal: 'private',
    carrierGradeNat: 'carrier-grade NAT',
    multicast: 'multicast',
    broadcast: 'broadcast',
    rfc6052: 'NAT64',
    rfc6145: 'NAT64',
    '6to4': '6to4',
    teredo: 'Teredo',
  };
  return words[range] ?? 'reserved';
}

/**
 * The reason why no request may be sent to a URL; `undefined` if one may. Listed origins (exact scheme, host and port)
 * pass. All others need https, no credentials in the URL, and no IP literal that {@link refuseAddress} refuses.
 */
export function refuseUrl(url: URL, listedOrigins: ReadonlySet<string>): string | undefined {
  if (url.username !== '' || url.password !== '') return 'the URL carries credentials';
  if (listedOrigins.has(url.origin)) return undefined;
  if (url.protocol !== 'https:') return 'only https is used for hosts that are not configured';
  return isIpLiteral(url.hostname) ? refuseAddress(url.hostname) : undefined;
}

/** True for a host that is an address and no name. WHATWG URLs have normalised the unusual forms of IPv4. */
export function isIpLiteral(hostname: string): boolean {
  return ipaddr.isValid(hostname.replace(/^\[(.*)\]$/, '$1'));
}
