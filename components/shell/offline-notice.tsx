'use client';

import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLive } from '#components/live/live-updates.tsx';

/** A restart of the server takes this long at most, in milliseconds; nobody needs to hear of it. */
const PATIENCE_MS = 3000;

/** Says that the server does not respond, until it does again: the page then updates by itself. */
export function OfflineNotice() {
  const { connection } = useLive();
  const lost = connection === 'lost';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  if (!shown) return null;
  return (
    <section
      aria-label="Connection"
      data-screen-only
      className="flex items-center gap-3 border-b border-status-broken/60 bg-surface px-4 py-2 text-sm md:ml-16"
    >
      <CloudOff aria-hidden size={16} className="shrink-0 text-status-broken" />
      <p>
        Baseboard does not respond. The page shows what was last loaded, and updates by itself when the server
        is back. Check that the service is running and that you are online.
      </p>
    </section>
  );
}
