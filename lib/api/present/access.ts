import type { Caller } from '#lib/access/roles.ts';
import type { MeView } from '../contract/access.ts';

/** Who asks, in the contract's words. */
export function presentMe({ name, role, permissions, via }: Caller): MeView {
  return { name, role, permissions: [...permissions], via };
}
