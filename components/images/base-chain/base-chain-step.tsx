'use client';

import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { byteSize, counted } from '#lib/lineage/words/counts-and-names.ts';
import { recordedTime } from '#lib/oci/created-time.ts';
import type { BaseChainLayer, BaseChainStep } from './base-chain.ts';

/** The most layers shown before the step is expanded. */
const SHOWN = 8;
/** Shades of the layers: the image darkest, each base further down lighter, but always visible. */
const SHADES = [1, 0.62, 0.44, 0.34, 0.28];

/** One image of the chain and the layers it added, the topmost layer first. */
export function BaseChainStepView({
  step: { link, layers, includesBases, mayIncludeBases },
  depth,
  largest,
  loading,
}: {
  step: BaseChainStep;
  depth: number;
  /** Size of the image's largest layer, in bytes: the bars' full width. */
  largest: number;
  loading: boolean;
}) {
  const [all, setAll] = useState(false);
  const top = layers?.toReversed() ?? [];
  const shown = all ? top : top.slice(0, SHOWN);
  const size = top.reduce((sum, layer) => sum + layer.size, 0);
  const visible = link.digest !== null;
  const created = recordedTime(link.created);
  return (
    <div className={`px-4 py-3 ${visible ? '' : 'border-l-2 border-dashed border-status-unknown'}`}>
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <Reference value={link.reference} wrap />
        {link.digest === null ? (
          <span className="text-sm text-status-unknown">not visible from here</span>
        ) : (
          <Digest value={link.digest} />
        )}
        <span className="text-sm text-muted">
          {top.length === 0 ? null : `${counted(top.length, 'layer')}, ${byteSize(size)}`}
          {link.digest === null ? null : (
            <>
              {top.length === 0 ? '' : ' · '}
              {created === null ? (
                'creation time unknown'
              ) : (
                <>
                  created <Time value={created} />
                </>
              )}
            </>
          )}
        </span>
      </div>
      {loading && visible ? (
        <div className="mt-2 space-y-2 pl-1">
          <Skeleton className="h-3 w-3/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      ) : (
        <ol className="mt-1" reversed>
          {shown.map((layer) => (
            <Layer key={layer.index} layer={layer} depth={depth} largest={largest} />
          ))}
        </ol>
      )}
      {top.length > SHOWN ? (
        <Button variant="quiet" size="sm" className="-ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${top.length} layers`}
        </Button>
      ) : null}
      {mayIncludeBases ? (
        <p className="mt-1 text-sm text-muted">
          Its base is not known, so some of these layers may come from one.
        </p>
      ) : null}
      {includesBases ? (
        <p className="mt-1 text-sm text-muted">
          It is not verified which of these layers come from its base, so they are shown together.
        </p>
      ) : null}
    </div>
  );
}

function Layer({ layer, depth, largest }: { layer: BaseChainLayer; depth: number; largest: number }) {
  const { index, size, command, digest } = layer;
  return (
    <li className="grid h-6 grid-cols-[6rem_4.5rem_minmax(0,1fr)] items-center gap-3 text-sm max-md:grid-cols-[3rem_4.5rem_minmax(0,1fr)]">
      <span aria-hidden className="flex justify-end">
        <span
          data-bar=""
          className="h-3 min-w-0.5 rounded-[1px] bg-accent"
          // The square root keeps a small layer visible beside a large one.
          style={{ width: `${Math.sqrt(size / largest) * 100}%`, opacity: SHADES[depth] ?? SHADES.at(-1) }}
        />
      </span>
      <span className="text-right text-muted tabular-nums">{byteSize(size)}</span>
      <span className="mono truncate" title={`${command ?? 'No command recorded'}\n${digest}`}>
        {command ?? <span className="text-muted">layer {index + 1}</span>}
      </span>
    </li>
  );
}
