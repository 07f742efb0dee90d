import { Webhook } from 'lucide-react';
import Link from 'next/link';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import type { HookView } from '#lib/api/contract/hooks.ts';
import { HOOK_KINDS } from '#lib/hooks/hook-kind.ts';
import { hookHref } from './hrefs.ts';

/** The hooks, each with its kind and when its registry was last heard. */
export function HookList({ hooks }: { hooks: readonly HookView[] }) {
  const add = (
    <LinkButton href={hookHref('new')} variant="primary">
      New hook
    </LinkButton>
  );
  if (hooks.length === 0) {
    return (
      <EmptyState icon={Webhook} title="No hooks yet" actions={add}>
        With a hook, a registry reports each push, and the images on the pushed tag are checked within
        seconds. Without one, they are checked by the next scan.
      </EmptyState>
    );
  }
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-72 text-sm text-muted">
          Registries report pushes here. A report is only a hint: Baseboard reads the tag from the registry
          again, and tracks nothing by it.{' '}
          <Link href="/help/hooks" className="underline underline-offset-2 hover:text-text">
            How hooks work
          </Link>
        </p>
        {add}
      </div>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {hooks.map((hook) => (
          <li key={hook.id} className="space-y-1 px-4 py-3">
            <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                href={hookHref(hook.id)}
                className="min-w-0 font-medium break-words underline-offset-4 hover:underline"
              >
                {hook.name}
              </Link>
              {hook.disabled ? <span className="text-sm text-muted">Disabled</span> : null}
              <span className="text-sm text-muted md:ml-auto">
                <LastHeard hook={hook} />
              </span>
            </div>
            <HookSubject hook={hook} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** When a hook's registry was last heard. */
export function LastHeard({ hook: { lastHeardAt } }: { hook: HookView }) {
  if (lastHeardAt === null) return <>Never heard from</>;
  return (
    <>
      Last heard <Time value={lastHeardAt} />
    </>
  );
}

/** The kind of a hook, and the registry that it speaks for. */
export function HookSubject({ hook: { kind, registry } }: { hook: HookView }) {
  return (
    <p className="text-sm break-words text-muted">
      {HOOK_KINDS[kind].label}
      {registry === null ? null : (
        <>
          {' · '}
          <span className="mono">{registry}</span>
        </>
      )}
    </p>
  );
}
