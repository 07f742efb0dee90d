'use client';

import { isLocal } from './badge-snippets.ts';

/** A hint for an address that other machines cannot reach; nothing for other addresses. */
export function LocalAddressNote({ origin }: { origin: string }) {
  if (!isLocal(origin)) return null;
  return (
    <p className="text-muted">
      <code className="mono">{origin}</code> can be reached only from this machine. Set{' '}
      <code className="mono">BASEBOARD_PUBLIC_URL</code> to the address that others use.
    </p>
  );
}
