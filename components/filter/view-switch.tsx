import { MomentLink } from '#components/history/url-moment.tsx';

/** Switches between the table and the graph of a filter. */
export function ViewSwitch({ filter, view }: { filter: string; view: 'table' | 'graph' }) {
  const query = filter === '' ? '' : `?filter=${encodeURIComponent(filter)}`;
  const item = (name: 'table' | 'graph', href: string, word: string) => (
    <MomentLink
      href={href}
      aria-current={view === name ? 'true' : undefined}
      className={`flex h-full items-center px-3 transition-colors ${view === name ? 'bg-raised font-medium' : 'text-muted hover:text-text'}`}
    >
      {word}
    </MomentLink>
  );
  return (
    <nav
      aria-label="View"
      className="flex h-8 shrink-0 divide-x divide-line-strong overflow-hidden rounded-md border border-line-strong text-sm"
    >
      {item('table', `/${query}`, 'Table')}
      {item('graph', `/graph${query}`, 'Graph')}
    </nav>
  );
}
