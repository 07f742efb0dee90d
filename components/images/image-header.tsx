'use client';

import {
  Bell,
  BellOff,
  CircleQuestionMark,
  Copy,
  Layers,
  Network,
  RefreshCw,
  Tag,
  Trash2,
} from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { MomentLink, useShownMoment } from '#components/history/url-moment.tsx';
import { planHref } from '#components/rebase/hrefs.ts';
import { ShareButton } from '#components/reports/share-button.tsx';
import { ImageBadge } from '#components/sharing/image-badge.tsx';
import { imageScopes } from '#components/snooze/image-scopes.ts';
import { SnoozeDialog } from '#components/snooze/snooze-dialog.tsx';
import { SnoozeMark } from '#components/snooze/snooze-mark.tsx';
import { useSnooze } from '#components/snooze/use-snooze.ts';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { Menu } from '#components/ui/controls/menu.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { oneImageFilter } from '#lib/lineage/filter/one-image-filter.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { CopyMenuItems } from './copy-menu-items.tsx';
import { canAnnotate, digestTerm, wantsBase } from './header-facts.ts';
import { OutageNote } from './outage-note.tsx';
import { RunsLine } from './runs-line.tsx';
import { useImageActions } from './use-image-actions.ts';
import { useImagePageActions } from './use-image-page-actions.ts';
import { useImageView } from './use-image-view.ts';

/** An image's name, verdict and summary, and its actions. */
export function ImageHeader({ image, lineage }: { image: ImageView; lineage: LineageView | undefined }) {
  const past = useShownMoment();
  useImagePageActions(image);
  const status = lineage?.status ?? image.status;
  const digest = lineage?.digest ?? image.digest;
  const checkedAt = lineage?.checkedAt ?? image.checkedAt;
  const outage = lineage ?? image;
  return (
    <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-96 space-y-2">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-2 text-lg">
          <Reference value={image.reference} wrap />
          <StatusBadge status={status} size="md" />
          <SnoozeMark image={image} />
        </h1>
        {outage.unreachable ? (
          <OutageNote outage={outage} />
        ) : (
          <p className="max-w-[90ch] break-words">
            <Sentence text={lineage?.summary ?? image.summary} />
          </p>
        )}
        <RunsLine image={image} />
        <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm [&_dd]:inline [&_dt]:mr-1.5 [&_dt]:inline [&_dt]:text-muted">
          {digest === null ? null : (
            <div>
              <dt>{digestTerm(lineage)}</dt>
              <dd>
                <Digest value={digest} />
              </dd>
            </div>
          )}
          {checkedAt === null ? null : (
            <div>
              <dt>{past === undefined ? 'Checked' : 'Verdict since'}</dt>
              <dd>
                <Time value={checkedAt} />
              </dd>
            </div>
          )}
          <div>
            <dt>Visible to</dt>
            <dd>{image.public ? 'anyone (badge)' : 'users of this server'}</dd>
          </div>
          {image.snoozed === null ? null : (
            <div>
              <dt>Snoozed by</dt>
              <dd>
                {image.snoozed.by}: {image.snoozed.reason}
              </dd>
            </div>
          )}
          {image.sample ? (
            <div>
              <dt>Part of</dt>
              <dd>the sample fleet</dd>
            </div>
          ) : null}
        </dl>
        {past === undefined ? <Schedule image={image} /> : null}
      </div>
      <div className="flex flex-wrap gap-2" data-screen-only>
        {past === undefined ? <Actions image={image} lineage={lineage} /> : null}
        <Menu
          trigger={
            <Button>
              <Copy aria-hidden size={14} />
              Copy
            </Button>
          }
        >
          <CopyMenuItems image={{ reference: image.reference, digest }} />
        </Menu>
        <MomentLink href={`/graph?focus=${encodeURIComponent(image.reference)}`} className={buttonClass()}>
          <Network aria-hidden size={14} />
          Graph
        </MomentLink>
      </div>
    </header>
  );
}

/** How often the image's own tag is requested, and why. An image by digest has none. */
function Schedule({ image: { schedule } }: { image: ImageView }) {
  const own = schedule?.find((tag) => tag.own);
  if (own === undefined || own.reasonCode === null) return null;
  return <p className="text-sm text-muted">{own.reason}.</p>;
}

/** The actions on an image; not shown for the past. */
function Actions({ image, lineage }: { image: ImageView; lineage: LineageView | undefined }) {
  const router = useRouter();
  const { scan, untrack } = useImageActions();
  const [sure, setSure] = useState(false);
  const cancelOnEscape = ({ key }: { key: string }) => {
    if (key === 'Escape') setSure(false);
  };
  const [isSnoozing, setSnoozing] = useState(false);
  const { end } = useSnooze();
  const status = lineage?.status ?? image.status;
  const { setTab } = useImageView();
  return (
    <>
      <AllowedLink
        permission="rebase"
        href={planHref({ reference: image.reference })}
        variant={status === 'stale' || status === 'stale-by-ancestor' ? 'primary' : 'plain'}
      >
        <Layers aria-hidden size={14} />
        Rebase
      </AllowedLink>
      {canAnnotate(lineage) ? (
        <AllowedLink permission="rebase" href={planHref({ reference: image.reference, annotate: true })}>
          <Tag aria-hidden size={14} />
          Annotate
        </AllowedLink>
      ) : null}
      {wantsBase(lineage) ? (
        <Button onClick={() => void setTab('evidence')}>
          <CircleQuestionMark aria-hidden size={14} />
          Name base
        </Button>
      ) : null}
      <AllowedButton
        permission="track"
        disabled={scan.isPending || image.status === 'pending'}
        onClick={() => scan.mutate({ ids: [image.id] })}
      >
        <RefreshCw aria-hidden size={14} />
        Scan
      </AllowedButton>
      {image.snoozed === null ? (
        <AllowedButton permission="track" onClick={() => setSnoozing(true)}>
          <BellOff aria-hidden size={14} />
          Snooze
        </AllowedButton>
      ) : (
        <AllowedButton
          permission="track"
          disabled={end.isPending}
          onClick={() => image.snoozed !== null && end.mutate(image.snoozed.holdId)}
        >
          <Bell aria-hidden size={14} />
          End snooze
        </AllowedButton>
      )}
      {isSnoozing ? (
        <SnoozeDialog
          what={familiarName(image.reference)}
          scopes={imageScopes(image)}
          onClose={() => setSnoozing(false)}
        />
      ) : null}
      <ShareButton filter={oneImageFilter(image.reference)} what="this image and its chain" />
      <ImageBadge image={image} />
      {sure ? (
        <>
          <Button
            variant="danger"
            disabled={untrack.isPending}
            onKeyDown={cancelOnEscape}
            onClick={() => untrack.mutate({ ids: [image.id] }, { onSuccess: () => router.push('/') })}
          >
            Untrack
          </Button>
          <Button variant="quiet" autoFocus onKeyDown={cancelOnEscape} onClick={() => setSure(false)}>
            Cancel
          </Button>
        </>
      ) : (
        <AllowedButton permission="track" onClick={() => setSure(true)}>
          <Trash2 aria-hidden size={14} />
          Untrack
        </AllowedButton>
      )}
    </>
  );
}
