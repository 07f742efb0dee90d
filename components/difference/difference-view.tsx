'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PlatformChoice } from '#components/ui/controls/platform-choice.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { differenceQuery, type ImagePair } from '#lib/api/client/differences.ts';
import type { DifferenceView as Difference } from '#lib/api/contract/differences.ts';
import { byteSize, listed } from '#lib/lineage/words/counts-and-names.ts';
import { ConfigDiff } from './config-diff.tsx';
import { ContentsView } from './contents-view.tsx';
import { layersSentence } from './difference-words.ts';

/** What differs between two images, by platform: layers and settings at once, packages and files from the layers. */
export function DifferenceView({ pair }: { pair: ImagePair }) {
  const difference = useQuery(differenceQuery(pair));
  const [wanted, setWanted] = useState<string | undefined>(undefined);
  if (difference.data === undefined) return <PendingQuery query={difference} what="the difference" />;
  const { platforms, missing } = difference.data;
  const chosen = platforms.find(({ platform }) => platform === wanted) ?? platforms[0];
  return (
    <div className="space-y-6">
      <PlatformChoice
        platforms={platforms.map(({ platform }) => platform)}
        chosen={chosen?.platform}
        onChoose={setWanted}
      />
      <MissingPlatforms missing={missing} />
      {chosen === undefined ? (
        <p className="text-sm">Neither image has a platform that could be compared.</p>
      ) : (
        <PlatformDifference key={chosen.platform} pair={pair} difference={chosen} />
      )}
    </div>
  );
}

function MissingPlatforms({ missing }: { missing: Difference['missing'] }) {
  const absent = [
    ['before', missing.from],
    ['after', missing.to],
  ] as const;
  return absent.map(([image, platforms]) =>
    platforms.length === 0 ? null : (
      <p key={image} className="text-sm text-status-unknown">
        Not compared: the registry lists {listed(platforms)} in the image {image} and does not have it.
      </p>
    ),
  );
}

function PlatformDifference({
  pair,
  difference,
}: {
  pair: ImagePair;
  difference: Difference['platforms'][number];
}) {
  const { platform, before, after, layers, config } = difference;
  if (before === null || after === null) {
    return (
      <p className="text-sm">
        Only the image {before === null ? 'after' : 'before'} has the platform{' '}
        <span className="mono">{platform}</span>.
      </p>
    );
  }
  if (before === after) {
    return (
      <p className="text-sm">
        Nothing differs for <span className="mono">{platform}</span>: both have the manifest{' '}
        <Digest value={after} />.
      </p>
    );
  }
  return (
    <div className="space-y-8">
      <section aria-label="Layers" className="space-y-2">
        <h3 className="text-sm font-medium">Layers</h3>
        <p className="text-sm">{layersSentence(difference)}</p>
        <Layers removed={layers.removed} added={layers.added} />
      </section>
      <section aria-label="Settings" className="space-y-2">
        <h3 className="text-sm font-medium">Settings</h3>
        <ConfigDiff config={{ changes: config, conflicts: [] }} />
      </section>
      <ContentsView request={{ ...pair, platform }} />
    </div>
  );
}

type Layer = Difference['platforms'][number]['layers']['added'][number];

function Layers({ removed, added }: { removed: readonly Layer[]; added: readonly Layer[] }) {
  const rows = [
    ...removed.map((layer) => ({ layer, mark: '−', word: 'removed', ink: 'text-status-broken' })),
    ...added.map((layer) => ({ layer, mark: '+', word: 'added', ink: 'text-status-up-to-date' })),
  ];
  if (rows.length === 0) return null;
  return (
    <ul className="max-h-80 divide-y divide-line overflow-y-auto rounded-md border border-line bg-surface text-sm">
      {rows.map(({ layer, mark, word, ink }, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a layer can occur twice; its place identifies it.
          key={index}
          className="grid grid-cols-[1rem_4.5rem_minmax(0,1fr)] items-baseline gap-3 px-3 py-1.5"
        >
          <span className={`mono text-center ${ink}`}>
            <span aria-hidden>{mark}</span>
            <span className="sr-only">{word}</span>
          </span>
          <span className="text-right text-muted tabular-nums">{byteSize(layer.size)}</span>
          <span
            className="mono truncate"
            title={`${layer.createdBy ?? 'No command recorded'}\n${layer.digest}`}
          >
            {layer.createdBy ?? layer.digest.slice(0, 19)}
          </span>
        </li>
      ))}
    </ul>
  );
}
