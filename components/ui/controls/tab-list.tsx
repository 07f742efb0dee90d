'use client';

import { Tabs } from 'radix-ui';
import { useEffect, useRef } from 'react';

/** The tabs of a page, inside a `Tabs.Root` with the value `current`; `words` are their labels. */
export function TabList<T extends string>({
  label,
  current,
  tabs,
  words,
}: {
  label: string;
  current: T;
  tabs: readonly T[];
  words: Readonly<Record<T, string>>;
}) {
  const list = useRef<HTMLDivElement>(null);
  // On a narrow page, a link may lead to a tab that is out of sight. `scrollIntoView` would move the page too.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>(`[data-tab="${current}"]`);
    if (list.current && tab)
      list.current.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - list.current.clientWidth / 2;
  }, [current]);
  return (
    <Tabs.List
      ref={list}
      aria-label={label}
      className="relative flex gap-1 overflow-x-auto border-b border-line"
    >
      {tabs.map((one) => (
        <Tabs.Trigger
          key={one}
          value={one}
          data-tab={one}
          className="-mb-px h-9 border-b-2 border-transparent px-3 text-sm text-muted transition-colors hover:text-text focus-visible:outline-offset-[-2px] data-[state=active]:border-text data-[state=active]:font-medium data-[state=active]:text-text"
        >
          {words[one]}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
