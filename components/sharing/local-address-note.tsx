'use client';

import { isLocal } from './badge-snippets.ts';

/** Says of an address that other machines cannot reach what to set, and nothing of another. */
export function LocalAddressNote({ origin }: { origin: string }) {
  if (!isLocal(origin)) return null;
  return (
    <p className="text-muted">
      <code className="mono">{origin}</code> is reached from this machine alone. Set{' '}
      <code className="mono">BASEBOARD_PUBLIC_URL</code> to the address that others open.
    </p>
  );
}
