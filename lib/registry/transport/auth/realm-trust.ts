import { getDomain } from 'tldts';
import { isIpLiteral } from '../http/address-guard.ts';
import type { Endpoint } from '../request/endpoints.ts';

/** What may be sent to a token server: nothing, an anonymous request, or the registry's credentials. */
type RealmTrust =
  | { readonly trust: 'refused'; readonly why: string }
  | { readonly trust: 'anonymous'; readonly url: URL }
  | { readonly trust: 'credentials'; readonly url: URL };

/**
 * Judges the `realm` of a challenge. Credentials may go to the registry's own origin, to https on the same registrable
 * domain, and to origins that the operator listed. Anonymous requests may go to any https realm; the guard still checks
 * its address. Plain HTTP is only for listed origins.
 */
export function judgeRealm(endpoint: Endpoint, realm: string): RealmTrust {
  const url = URL.parse(realm);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { trust: 'refused', why: 'its token server is not named by an http or https URL' };
  }
  if (url.username !== '' || url.password !== '') {
    return { trust: 'refused', why: 'the URL of its token server carries credentials' };
  }
  url.hash = '';
  if (url.origin === endpoint.origin || endpoint.realms.has(url.origin)) return { trust: 'credentials', url };
  if (url.protocol !== 'https:') {
    return { trust: 'refused', why: `its token server ${url.host} uses plain HTTP` };
  }
  const own = new URL(endpoint.origin);
  const sameDomain = own.protocol === 'https:' && sameRegistrableDomain(own.hostname, url.hostname);
  return { trust: sameDomain ? 'credentials' : 'anonymous', url };
}

/**
 * True for two host names of one owner, such as `registry.gitlab.com` and `gitlab.com`. Private suffixes such as github.io
 * count as public ones: their tenants do not trust each other.
 */
export function sameRegistrableDomain(a: string, b: string): boolean {
  if (isIpLiteral(a) || isIpLiteral(b)) return false;
  const domain = getDomain(a, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(b, { allowPrivateDomains: true });
}
