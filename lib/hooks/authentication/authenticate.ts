import type { HookRequest } from '../hint.ts';
import { HOOK_KINDS, type HookKind } from '../hook-kind.ts';
import { hasHubSignature, hasJfrogSignature } from './body-signature.ts';
import { type GoogleKeys, verifyGoogleToken } from './google-token.ts';
import { hasHeaderSecret } from './header-secret.ts';
import { hasStandardSignature } from './standard-webhook.ts';

/** What a hook's calls are compared with. */
export interface HookCredentials {
  readonly kind: HookKind;
  /** Null for kinds whose calls are authenticated by the address alone. */
  readonly secret: string | null;
  readonly serviceAccount: string | null;
}

/**
 * Whether a call is the registry's own, by its kind's rule over the raw bytes; nothing is parsed before. `unverifiable`
 * if what it takes could not be fetched. Never throws.
 */
export async function authenticate(
  request: HookRequest,
  { kind, secret, serviceAccount }: HookCredentials,
  { now, googleKeys }: { readonly now: Date; readonly googleKeys: GoogleKeys },
): Promise<'authentic' | 'forged' | 'unverifiable'> {
  const { authentication } = HOOK_KINDS[kind];
  if (authentication === 'path') return 'authentic';
  if (secret === null) return 'forged';
  if (authentication === 'google') {
    return verifyGoogleToken(request, googleKeys, { audience: secret, serviceAccount, now });
  }
  const isAuthentic = {
    header: () => hasHeaderSecret(request, secret),
    hub: () => hasHubSignature(request, secret),
    jfrog: () => hasJfrogSignature(request, secret),
    standard: () => hasStandardSignature(request, secret, now),
  }[authentication];
  return isAuthentic() ? 'authentic' : 'forged';
}
