'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { TooltipProvider } from '#components/ui/controls/tooltip.tsx';
import { ClockProvider } from '#components/ui/values/clock.tsx';
import { createQueryClient } from './query-client.ts';

/** What every page's client parts rely on: the query cache, the URL's state, the clock, tooltips. */
export function Providers({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <ClockProvider renderedAt={renderedAt}>
          <TooltipProvider>{children}</TooltipProvider>
        </ClockProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}
