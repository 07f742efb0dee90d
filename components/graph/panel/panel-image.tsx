'use client';

import { Anchor, Check, Copy, Crosshair, ExternalLink, Layers, Plus, Waves } from 'lucide-react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { baseHref } from '#components/bases/hrefs.ts';
import { BaseStatusOverTime } from '#components/history/trend/status-over-time.tsx';
import { MomentLink, useShownMoment } from '#components/history/url-moment.tsx';
import { RunsLineOf } from '#components/images/runs-line.tsx';
import { cascadeHref, planHref } from '#components/rebase/hrefs.ts';
import { ShareButton } from '#components/reports/share-button.tsx';
import { useTrackImages } from '#components/tracking/use-track-images.ts';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';
import { Digest } from '#components/ui/values/digest.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import type { GraphNode } from '#lib/lineage/graph/graph-drawing.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { isDigest } from '#lib/oci/digest.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { chainRest } from './chain-rest.ts';
import { imageActions } from './image-actions.ts';
import { LinkEvidence } from './link-evidence.tsx';
import { NodeName } from './node-name.tsx';
import { PanelChain } from './panel-chain.tsx';

/** Tracked images of these statuses have no evidence: they have no base, or were not checked yet. */
const NO_EVIDENCE: ReadonlySet<Status> = new Set(['root', 'pending']);

/** One image: its summary, its actions, its base chain and the evidence. */
export function PanelImage({
  image,
  chain,
  isLastKnown,
}: {
  image: GraphNode;
  chain: readonly GraphNode[];
  /** Whether the last check could not read its base. */
  isLastKnown: boolean;
}) {
  const { reference, status, summary, digest, platforms, dependents, baseLayers, appLayers } = image;
  // If the base is not known, the reason is under "Based on".
  const reasonFollows = chain.length === 0 && chainRest(image).kind === 'unknown';
  const hasEvidence = image.bases > 0 || (image.imageId !== null && !NO_EVIDENCE.has(status));
  return (
    <div className="divide-y divide-line text-sm">
      <section className="space-y-3 p-4">
        <StatusBadge status={status} size="md" />
        <p className="text-base">
          <NodeName name={reference} wrap />
        </p>
        {summary === '' || reasonFollows ? null : (
          <p>
            <Sentence text={summary} />
          </p>
        )}
        {image.imageId === null ? null : <RunsLineOf id={image.imageId} />}
        <Actions image={image} />
      </section>
      <PanelChain image={image} chain={chain} isLastKnown={isLastKnown} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 p-4 [&_dt]:text-muted">
        <dt>Digest</dt>
        <dd>{digest === null ? 'unknown' : <Digest value={digest} />}</dd>
        <dt>Platforms</dt>
        <dd>{platforms.length === 0 ? 'unknown' : platforms.join(', ')}</dd>
        <dt>Layers</dt>
        <dd>
          {baseLayers === null || appLayers === null
            ? 'base not known'
            : `${baseLayers} from its base, ${appLayers} of its own`}
        </dd>
        <dt>Dependents</dt>
        <dd>{dependents === 0 ? 'none known' : `${dependents.toLocaleString('en')} directly based on it`}</dd>
      </dl>
      {image.dependents === 0 || isDigest(reference) ? null : <BaseStatusOverTime base={reference} />}
      {hasEvidence ? <LinkEvidence reference={reference} /> : null}
    </div>
  );
}

function Actions({ image }: { image: GraphNode }) {
  const { focusOn } = useGraphActions();
  const past = useShownMoment() !== undefined;
  const offers = imageActions(image, past);
  const { copied, copy } = useClipboard();
  const { mutate: track, isPending: busy } = useTrackImages();
  const CopyIcon = copied ? Check : Copy;
  return (
    <div className="flex flex-wrap gap-2">
      {offers.track ? (
        <AllowedButton permission="track" size="sm" disabled={busy} onClick={() => track([image.reference])}>
          <Plus aria-hidden size={13} />
          Track this image
        </AllowedButton>
      ) : null}
      {offers.openPage ? (
        <MomentLink href={`/images/${image.imageId}`} className={buttonClass('primary', 'sm')}>
          <ExternalLink aria-hidden size={13} />
          Open image page
        </MomentLink>
      ) : null}
      {image.dependents === 0 || past ? null : (
        <LinkButton href={baseHref(image.reference)} size="sm">
          <Anchor aria-hidden size={13} />
          Open base page
        </LinkButton>
      )}
      {offers.rebase ? (
        <AllowedLink permission="rebase" href={planHref({ reference: image.reference })} size="sm">
          <Layers aria-hidden size={13} />
          Rebase
        </AllowedLink>
      ) : null}
      {offers.rebaseDependents ? (
        <AllowedLink permission="rebase" href={cascadeHref(image.reference)} size="sm">
          <Waves aria-hidden size={13} />
          Rebase dependents
        </AllowedLink>
      ) : null}
      {offers.share === null ? null : <ShareButton size="sm" {...offers.share} />}
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
