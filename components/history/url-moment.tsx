'use client';

import Link from 'next/link';
import { createParser, useQueryState } from 'nuqs';
import { type ComponentProps, createContext, type ReactNode, use } from 'react';
import { ClockHeldAt } from '#components/ui/values/clock.tsx';
import { readMoment } from './moment-text.ts';

/** A moment in the URL; what is none is as if it were not there. */
export const parseAsMoment = createParser<string>({
  parse: (text) => readMoment(text) ?? null,
  serialize: (at) => at,
});

const Past = createContext<string | undefined>(undefined);

/** The moment that the URL holds as `at` (ISO 8601), null for now, and how to go to another. */
export function useUrlMoment() {
  return useQueryState('at', parseAsMoment.withOptions({ history: 'replace' }));
}

/** Shows what is inside as it was at a moment: times are told from then, links keep it, and nothing acts on now. */
export function ShownAt({ at, children }: { at: string | undefined; children: ReactNode }) {
  return (
    <Past value={at}>
      <ClockHeldAt at={at === undefined ? undefined : Date.parse(at)}>{children}</ClockHeldAt>
    </Past>
  );
}

/** The moment (ISO 8601) as of which the page is shown; undefined for now. */
export function useShownMoment(): string | undefined {
  return use(Past);
}

/** The same address at the same moment. */
export function hrefAt<T extends string>(href: T, at: string | undefined): T {
  if (at === undefined) return href;
  return `${href}${href.includes('?') ? '&' : '?'}at=${encodeURIComponent(at)}` as T;
}

/** A link that stays at the moment of the page. */
export function MomentLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) {
  return <Link href={hrefAt(href, useShownMoment())} {...rest} />;
}
