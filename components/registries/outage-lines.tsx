'use client';

import { useQuery } from '@tanstack/react-query';
import { Unplug } from 'lucide-react';
import Link from 'next/link';
import { Time } from '#components/ui/values/relative-time.tsx';
import { registriesQuery } from '#lib/api/client/registries.ts';
import type { RegistryView } from '#lib/api/contract/registries.ts';
import { registryProblem, troubledRegistries } from './registry-words.ts';
import { RetryButton } from './retry-button.tsx';

/** The most lines; more would push the fleet out of view. */
const SHOWN = 4;

/** One line for each registry that prevents checks: its problem, since when, and how many images it affects. */
export function OutageLines() {
  const { data } = useQuery(registriesQuery());
  const troubled = troubledRegistries(data?.items ?? []);
  if (troubled.length === 0) return null;
  const more = troubled.length - SHOWN;
  return (
    <section
      aria-label="Registries with problems"
      className="rounded-md border border-line-strong bg-surface"
    >
      <ul className="divide-y divide-line text-sm">
        {troubled.slice(0, SHOWN).map((registry) => (
          <OutageLine key={registry.host} registry={registry} />
        ))}
      </ul>
      {more > 0 ? (
        <p className="border-t border-line px-3 py-2 text-sm">
          <Link href="/settings/registries" className="underline underline-offset-2">
            {more === 1 ? '1 more registry has a problem' : `${more} more registries have problems`}
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function OutageLine({ registry }: { registry: RegistryView }) {
  const { host, affected, affectedSince } = registry;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
      <Unplug aria-hidden size={15} className="shrink-0 text-status-unknown max-md:hidden" />
      <p className="min-w-0 flex-1 basis-72 break-words">
        <span className="mono font-medium break-all">{host}</span> {registryProblem(registry)}
        {affectedSince === null ? null : (
          <>
            {' '}
            (since <Time value={affectedSince} as="clock" />)
          </>
        )}
        .{' '}
        <span className="text-muted">
          {affected === 1 ? '1 image cannot' : `${affected.toLocaleString('en')} images cannot`} be checked
          and {affected === 1 ? 'is' : 'are'} shown as last known.
        </span>
      </p>
      <Link
        href="/settings/registries"
        className="text-muted underline underline-offset-2 hover:text-text"
        aria-label={`Details of ${host}`}
      >
        Details
      </Link>
      <RetryButton host={host} />
    </li>
  );
}
