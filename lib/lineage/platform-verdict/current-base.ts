import type { Digest } from '#lib/oci/digest.ts';
import type { Picked } from '../images/pick-platform.ts';
import type { Cause } from '../verdict/reason.ts';

/** What the base's name resolves to now, and its image for the platform. */
export type CurrentBase =
  | { readonly state: 'resolved'; readonly digest: Digest; readonly picked: Picked }
  | { readonly state: 'pinned' | 'gone' | 'pending' }
  | { readonly state: 'unknown'; readonly reason: Cause };
