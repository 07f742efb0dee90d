'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { TooltipProvider } from '#components/ui/controls/tooltip.tsx';
import { ClockProvider } from '#components/ui/values/clock.tsx';
import { createQueryClient } from './query-client.ts';

/** The providers of every page: the query cache, the URL state, the clock, tooltips. */
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
