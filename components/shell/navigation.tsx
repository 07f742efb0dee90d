'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { hrefAt, useUrlMoment } from '#components/history/url-moment.tsx';
import { DESTINATIONS, isAt, showsPast } from './destinations.ts';

/** The main navigation: a rail on the left, on a phone a bar at the bottom. */
export function Navigation() {
  const path = usePathname();
  const [at] = useUrlMoment();
  return (
    <nav
      aria-label="Main"
      data-screen-only
      className="fixed z-30 flex border-line bg-surface max-md:inset-x-0 max-md:bottom-0 max-md:h-14 max-md:border-t short:max-md:static short:max-md:border-b short:max-md:border-t-0 short:md:absolute max-md:pb-[env(safe-area-inset-bottom)] md:top-12 md:bottom-0 md:left-0 md:w-16 md:flex-col md:gap-1 md:border-r md:p-1.5"
    >
      {DESTINATIONS.map(({ name, href, icon: Icon }) => {
        const here = isAt(href, path);
        return (
          <Link
            key={href}
            href={showsPast(href) ? hrefAt(href, at ?? undefined) : href}
            aria-current={here ? 'page' : undefined}
            className={`flex flex-1 flex-col items-center justify-center gap-1 rounded-md text-xs transition-colors md:h-13 md:flex-none ${here ? 'bg-raised font-medium text-text' : 'text-muted hover:bg-raised hover:text-text'}`}
          >
            <Icon aria-hidden size={18} strokeWidth={1.75} />
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
