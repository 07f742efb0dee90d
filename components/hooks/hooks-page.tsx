'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { hooksQuery } from '#lib/api/client/hooks.ts';
import type { NewHookView } from '#lib/api/contract/hooks.ts';
import { HookForm } from './hook-form.tsx';
import { HookList } from './hook-list.tsx';
import { BackToHooks, HookPage } from './hook-page.tsx';
import { hookHref } from './hrefs.ts';

/** Calls come while the page is open. */
const REFRESH_MS = 5000;

/** Settings › Hooks: all hooks, one hook, or the form of a new one, depending on the URL. */
export function HooksPage() {
  const asked = useSearchParams().get('hook');
  const router = useRouter();
  const [created, setCreated] = useState<NewHookView | null>(null);
  const list = useQuery({ ...hooksQuery(), refetchInterval: REFRESH_MS });
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the hooks">
        <Skeleton className="h-44" />
      </PendingQuery>
    );
  }
  if (asked === null) return <HookList hooks={list.data} />;
  if (asked === 'new') {
    return (
      <div className="space-y-5">
        <BackToHooks />
        <h2 className="text-base font-semibold">New hook</h2>
        <HookForm
          onCancel={() => router.push(hookHref())}
          onCreated={(hook) => {
            setCreated(hook);
            router.push(hookHref(hook.id));
          }}
        />
      </div>
    );
  }
  const hook = list.data.find(({ id }) => id === asked);
  if (hook === undefined) {
    return (
      <div className="space-y-3">
        <BackToHooks />
        <p className="text-sm">Hook not found. It may have been removed.</p>
      </div>
    );
  }
  return <HookPage key={hook.id} hook={hook} created={created?.id === hook.id ? created : null} />;
}
