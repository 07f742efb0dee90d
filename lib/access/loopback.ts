const IPV4_LOOPBACK = /^127(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/**
 * True for a host that only this machine can reach: `localhost`, 127.0.0.0/8 (RFC 1122 § 3.2.1.3) and `::1`, the latter
 * with or without brackets. Takes a host without a port, in any letter case. No name is resolved.
 */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '::1' || name === '[::1]' || IPV4_LOOPBACK.test(name);
}

/**
 * True for a URL whose traffic nobody can read on the way: https to any host, and http to this machine (the
 * "potentially trustworthy" URLs of Secure Contexts § 3.1). False for text that is no URL.
 */
export function isTrustworthyUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
}
