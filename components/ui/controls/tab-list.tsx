'use client';

import { Tabs } from 'radix-ui';

/** The tabs of a page, inside a `Tabs.Root`; `words` are their labels. */
export function TabList<T extends string>({
  label,
  tabs,
  words,
}: {
  label: string;
  tabs: readonly T[];
  words: Readonly<Record<T, string>>;
}) {
  return (
    <Tabs.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map((one) => (
        <Tabs.Trigger
          key={one}
          value={one}
          className="-mb-px h-9 border-b-2 border-transparent px-3 text-sm text-muted transition-colors hover:text-text focus-visible:outline-offset-[-2px] data-[state=active]:border-text data-[state=active]:font-medium data-[state=active]:text-text"
        >
          {words[one]}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
