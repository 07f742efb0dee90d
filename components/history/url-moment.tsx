'use client';

import Link from 'next/link';
import { createParser, useQueryState } from 'nuqs';
import { type ComponentProps, createContext, type ReactNode, use } from 'react';
import { ClockHeldAt } from '#components/ui/values/clock.tsx';
import { readMoment } from './moment-text.ts';

/** Parses a moment in the URL; an invalid one is ignored. */
export const parseAsMoment = createParser<string>({
  parse: (text) => readMoment(text) ?? null,
  serialize: (at) => at,
});

const ShownMoment = createContext<string | undefined>(undefined);

/** The URL's `at` parameter (ISO 8601; null for now), and a function that changes it. */
export function useUrlMoment() {
  return useQueryState('at', parseAsMoment.withOptions({ history: 'replace' }));
}

/** Shows its children at a past moment: times are relative to it, links keep it, and actions are hidden. */
export function ShownAt({ at, children }: { at: string | undefined; children: ReactNode }) {
  return (
    <ShownMoment value={at}>
      <ClockHeldAt at={at === undefined ? undefined : Date.parse(at)}>{children}</ClockHeldAt>
    </ShownMoment>
  );
}

/** The past moment (ISO 8601) that this part of the page shows; undefined for now. */
export function useShownMoment(): string | undefined {
  return use(ShownMoment);
}

/** An address with a moment; unchanged without one. */
export function hrefAt<T extends string>(href: T, at: string | undefined): T {
  if (at === undefined) return href;
  return `${href}${href.includes('?') ? '&' : '?'}at=${encodeURIComponent(at)}` as T;
}

/** A link that keeps the moment of the page. */
export function MomentLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) {
  return <Link href={hrefAt(href, useShownMoment())} {...rest} />;
}
