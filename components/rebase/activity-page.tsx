'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Tabs } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { ChangesTab } from '#components/history/changes/changes-tab.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { TabList } from '#components/ui/controls/tab-list.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { ListPending } from '#components/ui/feedback/list-pending.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { auditQuery, cascadesQuery, rebasesQuery } from '#lib/api/client/queries.ts';
import type { CascadeHeadView } from '#lib/api/contract/cascades.ts';
import type { AuditEntryView, RebaseHeadView } from '#lib/api/contract/rebases.ts';
import { REBASE_STATE } from '#lib/rebase/states.ts';
import { countWords } from './cascade/cascade-words.ts';
import { Moved } from './moved-tag.tsx';
import { StateBadge } from './state-badge.tsx';

const TABS = ['rebases', 'changes', 'cascades', 'record'] as const;
const TAB_WORDS = {
  rebases: 'Rebases',
  changes: 'What changed',
  cascades: 'Cascades',
  record: 'Record',
} as const;

const PARSERS = {
  tab: parseAsStringLiteral(TABS).withDefault('rebases'),
  state: parseAsStringLiteral(REBASE_STATE),
  text: parseAsString.withDefault(''),
};

/** What was rebased, by whom, and what came of it; what changed; and the record of every tag that was moved. */
export function ActivityPage() {
  const [{ tab, state, text }, set] = useQueryStates(PARSERS, { history: 'push' });
  return (
    <div className="mx-auto max-w-[80rem] space-y-4 p-4">
      <h1 className="text-lg font-semibold">Activity</h1>
      <Tabs.Root
        value={tab}
        onValueChange={(value) => void set({ tab: TABS.find((one) => one === value) ?? null })}
      >
        <TabList label="Activity" tabs={TABS} words={TAB_WORDS} />
        {tab === 'cascades' || tab === 'changes' ? null : (
          <Filters
            key={text}
            text={text}
            state={tab === 'rebases' ? state : undefined}
            onText={(next) => void set({ text: next || null })}
            onState={(next) => void set({ state: REBASE_STATE.find((one) => one === next) ?? null })}
          />
        )}
        <Tabs.Content value="rebases">
          <Rebases state={state ?? undefined} text={text} />
        </Tabs.Content>
        <Tabs.Content value="changes" className="pt-4">
          <ChangesTab />
        </Tabs.Content>
        <Tabs.Content value="cascades" className="pt-4">
          <Cascades />
        </Tabs.Content>
        <Tabs.Content value="record">
          <Record text={text} />
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}

function Filters({
  text,
  state,
  onText,
  onState,
}: {
  text: string;
  /** Undefined where the list knows no states. */
  state: string | null | undefined;
  onText: (text: string) => void;
  onState: (state: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  return (
    <form
      className="flex flex-wrap gap-2 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        onText(typed.trim());
      }}
    >
      <input
        data-find
        aria-label="Part of an image’s name"
        placeholder="Part of an image’s name"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
        autoComplete="off"
        className="mono h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2 md:max-w-md"
      />
      <Button type="submit">Find</Button>
      {state === undefined ? null : (
        <select
          aria-label="State"
          value={state ?? ''}
          onChange={(event) => onState(event.target.value)}
          className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm"
        >
          <option value="">Every state</option>
          {REBASE_STATE.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
    </form>
  );
}

function Rebases({ state, text }: { state: RebaseHeadView['state'] | undefined; text: string }) {
  const list = useInfiniteQuery(rebasesQuery({ state, text }));
  return (
    <Pages
      list={list}
      empty={
        state === undefined && text === ''
          ? 'Open an image that is stale and press Rebase: what happens is shown before anything is pushed.'
          : 'None is like what you asked for.'
      }
      row={(rebase: RebaseHeadView) => (
        <li key={rebase.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
          <span className="w-32 shrink-0">
            <StateBadge state={rebase.state} />
          </span>
          <Link href={`/rebases/${rebase.id}`} className="min-w-0 flex-1 basis-64 hover:underline">
            <Reference value={rebase.target} />
          </Link>
          <Moved from={rebase.targetDigest} to={rebase.toDigest} />
          <span className="text-muted">
            {rebase.kind === 'annotate' ? 'annotation, ' : ''}
            {rebase.actor}, <Time value={rebase.createdAt} />
          </span>
        </li>
      )}
    />
  );
}

function Record({ text }: { text: string }) {
  const list = useInfiniteQuery(auditQuery(text));
  const verbs = { rebase: 'rebased', annotate: 'annotated', 'roll-back': 'took back' } as const;
  return (
    <Pages
      list={list}
      empty={text === '' ? 'No tag was moved yet.' : 'None is like what you asked for.'}
      row={(entry: AuditEntryView) => (
        <li key={entry.id} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 px-4 py-2 text-sm">
          <span className="text-muted">
            <Time value={entry.at} />
          </span>
          <span>
            {entry.actor} {verbs[entry.action]}
          </span>
          <Link href={`/rebases/${entry.rebaseId}`} className="min-w-0 hover:underline">
            <Reference value={entry.target} wrap />
          </Link>
          <Moved from={entry.fromDigest} to={entry.toDigest} />
          {entry.reason === null ? null : <span className="break-words text-muted">{entry.reason}</span>}
        </li>
      )}
    />
  );
}

function Cascades() {
  const list = useInfiniteQuery(cascadesQuery());
  return (
    <Pages
      list={list}
      empty="Open a base in the graph and press Rebase what stands on it."
      row={(cascade: CascadeHeadView) => (
        <li key={cascade.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
          <span className="w-32 shrink-0">
            <StateBadge state={cascade.state} />
          </span>
          <Link href={`/cascades/${cascade.id}`} className="min-w-0 flex-1 basis-64 hover:underline">
            <Reference value={cascade.reference} />
          </Link>
          <span className="text-muted">
            {countWords(cascade.counts)}, {cascade.actor}, <Time value={cascade.createdAt} />
          </span>
        </li>
      )}
    />
  );
}

/** A list that comes page by page, with what stands where it is empty, on its way or lost. */
function Pages<T>({
  list,
  empty,
  row,
}: {
  list: {
    data: { pages: { items: T[] }[] } | undefined;
    isError: boolean;
    error: unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => Promise<unknown>;
    fetchNextPage: () => Promise<unknown>;
  };
  empty: string;
  row: (item: T) => ReactNode;
}) {
  if (list.data === undefined) return <ListPending list={list} what="the activity" />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <div className="rounded-md border border-line bg-surface">
        <EmptyState icon={History} title="Nothing here">
          {empty}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">{items.map(row)}</ul>
      {list.hasNextPage ? (
        <Button className="mt-3" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}
