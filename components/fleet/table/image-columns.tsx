import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { Globe } from 'lucide-react';
import { createContext, type ReactNode, use } from 'react';
import { MomentLink, useShownMoment } from '#components/history/url-moment.tsx';
import { SnoozeMark } from '#components/snooze/snooze-mark.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { STATUS_LOOK, StatusBadge, StatusIcon } from '#components/ui/values/status-badge.tsx';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import type { StatusView } from '#lib/api/contract/images/lineage.ts';
import { MISSING_BASE_WORDS } from '#lib/lineage/words/missing-base-words.ts';
import { platformChips } from '#lib/lineage/words/platform-chips.ts';
import { plainSentence } from '#lib/lineage/words/sentence.ts';
import { absoluteTime } from '#lib/lineage/words/time-words.ts';
import { RunsInCell, SourcesCell } from './mention-cells.tsx';

/** The server sorts and filters; the table only places cells. */
export const features = tableFeatures({});

/** Whether the Tab key stops at this row: at one of the table, as the arrow keys move through the others. */
export const IsTabStop = createContext(true);

const helper = createColumnHelper<typeof features, ImageView>();

/** The columns after the selection: their headings and cells. An id is also the key the server sorts by. A layout has some. */
export const IMAGE_COLUMNS = helper.columns([
  helper.accessor('reference', {
    id: 'reference',
    header: 'Image',
    cell: ({ row: { original } }) => <ImageLink image={original} />,
  }),
  helper.accessor('status', {
    id: 'status',
    header: 'Status',
    cell: ({ getValue, row: { original } }) => <StatusCell status={getValue()} image={original} />,
  }),
  helper.accessor('baseName', {
    id: 'baseName',
    header: 'Based on',
    cell: ({ getValue, row: { original } }) => {
      const name = getValue();
      if (name !== null) {
        return (
          <LastKnownCell image={original}>
            <Reference value={name} />
          </LastKnownCell>
        );
      }
      return <span className="text-muted">{MISSING_BASE_WORDS[original.status]}</span>;
    },
  }),
  helper.accessor('behindSince', {
    id: 'behindSince',
    header: 'Behind',
    cell: ({ getValue, row: { original } }) => {
      const since = getValue();
      if (since === null) return <span className="text-muted">–</span>;
      return (
        <LastKnownCell image={original}>
          <Time value={since} as="span" />
        </LastKnownCell>
      );
    },
  }),
  helper.accessor('running', {
    id: 'running',
    header: 'Runs in',
    cell: ({ getValue }) => <RunsInCell running={getValue()} />,
  }),
  helper.accessor('platforms', {
    id: 'platforms',
    header: 'Platforms',
    cell: ({ getValue, row: { original } }) => (
      <LastKnownCell image={original}>
        <Platforms platforms={getValue()} />
      </LastKnownCell>
    ),
  }),
  helper.accessor('owner', {
    id: 'owner',
    header: 'Owner',
    cell: ({ getValue }) => {
      const owner = getValue();
      if (owner === null) return <span className="text-muted">–</span>;
      return (
        <span className="block truncate text-muted" title={owner}>
          {owner.slice(owner.lastIndexOf('/') + 1)}
        </span>
      );
    },
  }),
  helper.accessor('sources', {
    id: 'sources',
    header: 'Source',
    cell: ({ getValue }) => <SourcesCell sources={getValue()} />,
  }),
  helper.accessor('checkedAt', {
    id: 'checkedAt',
    header: () => <CheckedHeader />,
    cell: ({ getValue }) => {
      const at = getValue();
      return at === null ? (
        <span className="text-muted">–</span>
      ) : (
        <span className="text-muted">
          <Time value={at} as="span" />
        </span>
      );
    },
  }),
]);

function ImageLink({ image }: { image: ImageView }) {
  return (
    <MomentLink
      href={`/images/${image.id}`}
      prefetch={false}
      data-row-link
      tabIndex={use(IsTabStop) ? 0 : -1}
      className="flex min-w-0 items-center gap-2 rounded-sm underline-offset-4 hover:underline"
    >
      <Reference value={image.reference} />
      {image.public ? (
        <span title="Public: anyone can see its badge" className="shrink-0 text-muted">
          <Globe aria-hidden size={12} />
          <span className="sr-only">Public</span>
        </span>
      ) : null}
    </MomentLink>
  );
}

/** The status badge; for an image that cannot be checked, also its last known status. */
function StatusCell({ status, image }: { status: StatusView; image: ImageView }) {
  const { unreachable, lastKnown } = image;
  if (unreachable === null) {
    return (
      <span className="flex items-center gap-1.5">
        <StatusBadge status={status} />
        <SnoozeMark image={image} brief />
      </span>
    );
  }
  return (
    <span className="flex items-center gap-1.5" title={plainSentence(image.summary)}>
      <StatusBadge status={status} />
      {lastKnown === null || lastKnown.status === 'unknown' ? null : (
        <span className="text-muted">
          <StatusIcon status={lastKnown.status} size={13} />
          <span className="sr-only">last known: {STATUS_LOOK[lastKnown.status].word}</span>
        </span>
      )}
      <SnoozeMark image={image} brief />
    </span>
  );
}

/** A part of the verdict, dimmed if it is only the last known one. */
function LastKnownCell({
  image: { unreachable, lastKnown },
  children,
}: {
  image: ImageView;
  children: ReactNode;
}) {
  if (unreachable === null || lastKnown === null) return children;
  return (
    <div className="last-known min-w-0" title={`As last known on ${absoluteTime(lastKnown.checkedAt)}`}>
      {children}
    </div>
  );
}

/** For the past, only the time of the verdict is known, not that of the last check. */
function CheckedHeader() {
  return useShownMoment() === undefined ? 'Checked' : 'Verdict';
}

function Platforms({ platforms }: { platforms: readonly string[] }) {
  if (platforms.length === 0) return <span className="text-muted">–</span>;
  return (
    <span className="block truncate text-muted" title={platforms.join(', ')}>
      {platformChips(platforms).join(' ')}
    </span>
  );
}
