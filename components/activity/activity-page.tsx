'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Tabs } from 'radix-ui';
import { ChangesTab } from '#components/activity/changes/changes-tab.tsx';
import { TabList } from '#components/ui/controls/tab-list.tsx';
import { REBASE_STATE } from '#lib/rebase/states.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { ACTIVITY_TAB_WORDS, ACTIVITY_TABS } from './activity-tabs.ts';
import { AuditLog } from './audit-log.tsx';
import { CascadesList } from './cascades-list.tsx';
import { HoldsList } from './holds-list.tsx';
import { RebasesList } from './rebases-list.tsx';

const PARSERS = {
  tab: parseAsStringLiteral(ACTIVITY_TABS).withDefault('rebases'),
  state: parseAsStringLiteral(REBASE_STATE),
  text: parseAsString.withDefault(''),
};

/** The rebases, the changes of the fleet, the cascades, what is snoozed, and the audit log of every moved tag. */
export function ActivityPage() {
  const [{ tab, state, text }, set] = useQueryStates(PARSERS, { history: 'push' });
  return (
    <div className="mx-auto max-w-[80rem] space-y-4 p-4">
      <h1 className="text-lg font-semibold">Activity</h1>
      <Tabs.Root
        value={tab}
        onValueChange={(value) => void set({ tab: ACTIVITY_TABS.find((one) => one === value) ?? null })}
      >
        <TabList label="Activity" current={tab} tabs={ACTIVITY_TABS} words={ACTIVITY_TAB_WORDS} />
        {tab === 'cascades' || tab === 'changes' || tab === 'snoozes' ? null : (
          <ActivityFilters
            key={text}
            text={text}
            state={tab === 'rebases' ? state : undefined}
            onText={(next) => void set({ text: next || null })}
            onState={(next) => void set({ state: REBASE_STATE.find((one) => one === next) ?? null })}
          />
        )}
        <Tabs.Content value="rebases">
          <RebasesList state={state ?? undefined} text={text} />
        </Tabs.Content>
        <Tabs.Content value="changes" className="pt-4">
          <ChangesTab />
        </Tabs.Content>
        <Tabs.Content value="cascades" className="pt-4">
          <CascadesList />
        </Tabs.Content>
        <Tabs.Content value="snoozes" className="pt-4">
          <HoldsList />
        </Tabs.Content>
        <Tabs.Content value="record">
          <AuditLog text={text} />
        </Tabs.Content>
      </Tabs.Root>
    </div>
  );
}
