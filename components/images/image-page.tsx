'use client';

import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { ImageTimeBar } from '#components/history/time-bar/image-time-bar.tsx';
import { ShownAt, useUrlMoment } from '#components/history/url-moment.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { TabList } from '#components/ui/controls/tab-list.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { FailedQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { imageQuery } from '#lib/api/client/images.ts';
import { lineageQuery } from '#lib/api/client/lineage.ts';
import { BaseChainSection } from './base-chain/base-chain-section.tsx';
import { DependentsTab } from './dependents-tab.tsx';
import { EvidenceTab } from './evidence/evidence-tab.tsx';
import { PlatformsTab } from './evidence/platforms-tab.tsx';
import { hasNoAnnotation, wantsBase } from './header-facts.ts';
import { HistoryTab } from './history-tab.tsx';
import { ImageHeader } from './image-header.tsx';
import { BaseChainSkeleton, ImageSkeleton } from './image-skeleton.tsx';
import { BaseCheckPanel } from './named-base/base-check-panel.tsx';
import { AsLastKnown } from './outage-note.tsx';
import { PlacesTab } from './places-tab.tsx';
import { IMAGE_TABS, useImageView } from './use-image-view.ts';

const TAB_WORDS = {
  platforms: 'Platforms',
  evidence: 'Evidence',
  history: 'History',
  dependents: 'Dependents',
  places: 'Where it runs',
} as const;

/** One image: its verdict, its base chain, and the evidence behind the verdict. */
export function ImagePage({ id }: { id: string }) {
  const { tab, setTab } = useImageView();
  const [moment] = useUrlMoment();
  const at = moment ?? undefined;
  const image = useQuery(imageQuery(id, at));
  const reference = image.data?.reference;
  const lineage = useQuery({
    ...lineageQuery(reference ?? '', at),
    // Before the first check there is none.
    enabled: reference !== undefined && !(at !== undefined && image.data?.status === 'pending'),
  });

  if (image.data === undefined) {
    if (!image.isError) return <ImageSkeleton />;
    return (
      <div className="mx-auto max-w-[80rem] space-y-6 p-4">
        <ImageTimeBar id={id} at={at} />
        {problemIn(image.error).status === 404 ? <NoSuchImage at={at} /> : <FailedQuery query={image} />}
      </div>
    );
  }
  return (
    <ShownAt at={at}>
      <div className="mx-auto max-w-[80rem] space-y-6 p-4">
        <ImageTimeBar id={id} at={at} />
        <ImageHeader image={image.data} lineage={lineage.data} />
        {lineage.data === undefined ? (
          lineage.isError ? (
            <FailedQuery query={lineage} />
          ) : image.data.status === 'pending' && at !== undefined ? null : (
            <BaseChainSkeleton />
          )
        ) : (
          <AsLastKnown outage={lineage.data}>
            <BaseChainSection lineage={lineage.data} />
          </AsLastKnown>
        )}
        <Tabs.Root
          id="about"
          className="scroll-mt-16"
          value={tab}
          onValueChange={(value) => setTab(IMAGE_TABS.find((one) => one === value) ?? 'platforms')}
        >
          <TabList label="About this image" current={tab} tabs={IMAGE_TABS} words={TAB_WORDS} />
          <Tabs.Content value="platforms" className="pt-4">
            {lineage.data === undefined ? null : (
              <AsLastKnown outage={lineage.data}>
                <PlatformsTab lineage={lineage.data} />
              </AsLastKnown>
            )}
          </Tabs.Content>
          <Tabs.Content value="evidence" className="pt-4">
            {lineage.data === undefined ? null : (
              <div className="space-y-6">
                <AsLastKnown outage={lineage.data}>
                  <EvidenceTab lineage={lineage.data} />
                </AsLastKnown>
                {at === undefined && wantsBase(lineage.data) ? (
                  <BaseCheckPanel
                    reference={lineage.data.reference}
                    canAnnotate={hasNoAnnotation(lineage.data)}
                  />
                ) : null}
              </div>
            )}
          </Tabs.Content>
          <Tabs.Content value="history" className="pt-4">
            <HistoryTab id={id} />
          </Tabs.Content>
          <Tabs.Content value="dependents" className="pt-4">
            <DependentsTab reference={image.data.reference} />
          </Tabs.Content>
          <Tabs.Content value="places" className="pt-4">
            <PlacesTab id={id} isPast={at !== undefined} />
          </Tabs.Content>
        </Tabs.Root>
      </div>
    </ShownAt>
  );
}

function NoSuchImage({ at }: { at: string | undefined }) {
  if (at !== undefined) {
    return (
      <EmptyState icon={SearchX} title="Not tracked at this time">
        This image was not tracked on <Time value={at} as="moment" />. Go to a later moment, or to now.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title="Image not tracked"
      actions={<LinkButton href="/">Go to the fleet</LinkButton>}
    >
      It may have been untracked. Paste its reference above to track it again.
    </EmptyState>
  );
}
