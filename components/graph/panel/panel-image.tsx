'use client';

import { Check, Copy, Crosshair, ExternalLink, Layers, Plus, Waves } from 'lucide-react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { BaseOverTime } from '#components/history/trend/status-over-time.tsx';
import { PastLink, usePast } from '#components/history/url-moment.tsx';
import { cascadeHref, planHref } from '#components/rebase/hrefs.ts';
import { ShareButton } from '#components/reports/share-button.tsx';
import { useTrackOne } from '#components/tracking/use-track-image.ts';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { useCopy } from '#components/ui/controls/use-copy.ts';
import { Digest } from '#components/ui/values/digest.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { STATUS_LOOK, StatusBadge, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { onBaseFilter, oneImageFilter } from '#lib/lineage/filter/one-image-filter.ts';
import type { GraphNode } from '#lib/lineage/graph/graph-drawing.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { LinkEvidence } from './link-evidence.tsx';
import { NodeName } from './node-name.tsx';

/** One image: its sentence, what can be done, what it stands on and how that is known. */
export function PanelImage({ image, chain }: { image: GraphNode; chain: readonly GraphNode[] }) {
  const { reference, status, summary, digest, platforms, dependents, baseLayers, appLayers } = image;
  const { select } = useGraphActions();
  return (
    <div className="divide-y divide-line text-sm">
      <section className="space-y-3 p-4">
        <StatusBadge status={status} size="md" />
        <p className="text-base">
          <NodeName name={reference} wrap />
        </p>
        {summary === '' ? null : (
          <p>
            <Sentence text={summary} />
          </p>
        )}
        <Actions image={image} />
      </section>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 p-4 [&_dt]:text-muted">
        <dt>Digest</dt>
        <dd>{digest === null ? 'not known' : <Digest value={digest} />}</dd>
        <dt>Platforms</dt>
        <dd>{platforms.length === 0 ? 'not known' : platforms.join(', ')}</dd>
        <dt>Layers</dt>
        <dd>
          {baseLayers === null || appLayers === null
            ? 'not told apart'
            : `${baseLayers} of its base, ${appLayers} of its own`}
        </dd>
        <dt>Dependents</dt>
        <dd>{dependents === 0 ? 'none known' : `${dependents.toLocaleString('en')} directly on it`}</dd>
      </dl>
      {chain.length === 0 ? null : (
        <section className="p-4">
          <h3 className="mb-2 font-medium">Stands on</h3>
          <ol className="-mx-2">
            {chain.map((base) => (
              <li key={base.id}>
                <button
                  type="button"
                  onClick={() => select(base.id)}
                  className="flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-raised"
                >
                  <span title={STATUS_LOOK[base.status].word} className={STATUS_LOOK[base.status].ink}>
                    <StatusIcon status={base.status} />
                    <span className="sr-only">{STATUS_LOOK[base.status].word}</span>
                  </span>
                  <NodeName name={base.reference} />
                </button>
              </li>
            ))}
          </ol>
        </section>
      )}
      {image.dependents === 0 || isDigest(reference) ? null : <BaseOverTime base={reference} />}
      {image.bases === 0 ? null : <LinkEvidence reference={reference} />}
    </div>
  );
}

function Actions({ image }: { image: GraphNode }) {
  const { focusOn } = useGraphActions();
  const past = usePast();
  const { copied, copy } = useCopy();
  const { track, busy } = useTrackOne();
  const CopyIcon = copied ? Check : Copy;
  return (
    <div className="flex flex-wrap gap-2">
      {isDigest(image.reference) ? null : image.imageId === null ? (
        past !== undefined ? null : (
          <AllowedButton permission="track" size="sm" disabled={busy} onClick={() => track(image.reference)}>
            <Plus aria-hidden size={13} />
            Track this image
          </AllowedButton>
        )
      ) : (
        <PastLink href={`/images/${image.imageId}`} className={buttonClass('primary', 'sm')}>
          <ExternalLink aria-hidden size={13} />
          Open image page
        </PastLink>
      )}
      {past !== undefined || image.imageId === null || image.bases === 0 ? null : (
        <AllowedLink
          permission="rebase"
          href={planHref({ reference: image.reference })}
          variant="plain"
          size="sm"
        >
          <Layers aria-hidden size={13} />
          Rebase
        </AllowedLink>
      )}
      {past !== undefined || image.dependents === 0 || isDigest(image.reference) ? null : (
        <AllowedLink permission="rebase" href={cascadeHref(image.reference)} variant="plain" size="sm">
          <Waves aria-hidden size={13} />
          Rebase what stands on it
        </AllowedLink>
      )}
      {past !== undefined ||
      isDigest(image.reference) ||
      (image.dependents === 0 && image.imageId === null) ? null : (
        <ShareButton
          size="sm"
          filter={image.dependents === 0 ? oneImageFilter(image.reference) : onBaseFilter(image.reference)}
          what={image.dependents === 0 ? 'this image and its chain' : 'every image that stands on this one'}
        />
      )}
      <Button size="sm" onClick={() => focusOn(image.id)}>
        <Crosshair aria-hidden size={13} />
        Focus here
      </Button>
      <Button size="sm" onClick={() => copy(image.reference)}>
        <CopyIcon aria-hidden size={13} />
        {copied ? 'Copied' : 'Copy reference'}
      </Button>
    </div>
  );
}
